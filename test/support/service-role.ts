import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceRoleArgs } from "../../components/access/service-role";
import { itRefuses, statementsOf } from "./component";
import { deploy, place, valueOf } from "./harness";

interface RoleTraits {
  make: (changed?: Partial<ServiceRoleArgs>) => pulumi.ComponentResource & { roleArn: pulumi.Output<string> };
  roleName: string;
  /** Services that may assume it. */
  services: string[];
}

/** Actions that may stand on `*`, since they take no resource. */
const withoutResource = /^(redshift-data:(DescribeStatement|GetStatementResult)|cloudwatch:PutMetricData)$/;

/** Tests what is the same of every role. */
export function itIsAServiceRole({ make, roleName, services }: RoleTraits): void {
  it("has a computed name and an ARN known at preview, which waits for the policy", async () => {
    const { one, result } = await deploy(() => make(), { preview: true });
    assert.equal(one("aws:iam/role:Role").inputs.name, roleName);
    assert.equal(await valueOf(result.roleArn), `arn:aws:iam::${place.accountId}:role/${roleName}`);
    const resources = await (result.roleArn as unknown as { allResources(): Promise<Set<object>> }).allResources();
    assert.deepEqual([...resources].map((resource) => (resource as { __pulumiType: string }).__pulumiType).sort(), [
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
    ]);
  });

  it("is assumed by its services alone, on demand for this account only", async () => {
    const trust = { Effect: "Allow", Principal: { Service: services }, Action: ["sts:AssumeRole"] };
    const of = async (changed: Partial<ServiceRoleArgs>) =>
      statementsOf(await deploy(() => make(changed)), "aws:iam/role:Role", "assumeRolePolicy");
    assert.deepEqual(await of({}), { AssumedByService: trust });
    assert.deepEqual(await of({ sourceAccountCondition: true }), {
      AssumedByService: { ...trust, Condition: { StringEquals: { "aws:SourceAccount": place.accountId } } },
    });
  });

  it("has its one inline policy, no managed one, and no wildcard that the action does not force", async () => {
    const deployment = await deploy(() => make());
    const types = deployment.resources.map(({ type }) => type).filter((type) => type.startsWith("aws:iam/"));
    assert.deepEqual(types.sort(), ["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"]);
    assert.equal(deployment.one("aws:iam/role:Role").inputs.managedPolicyArns, undefined);

    const statements = statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy");
    for (const [sid, statement] of Object.entries(statements)) {
      const { Effect, Action, Resource } = statement as { Effect: string; Action: string[]; Resource: string[] };
      assert.equal(Effect, "Allow", sid);
      for (const action of Action) {
        assert.ok(!action.includes("*"), `${sid} allows ${action}`);
        assert.ok(!Resource.includes("*") || withoutResource.test(action), `${sid} allows ${action} on *`);
      }
    }
  });

  it("carries the tags", async () => {
    const { one } = await deploy(() => make({ tags: { team: "shop" } }));
    assert.deepEqual(one("aws:iam/role:Role").inputs.tags, { team: "shop" });
  });

  itRefuses([
    [
      "a name that IAM does not take",
      () => make({ roleName: "my role" }),
      /^roleName: expected 1 to 64 letters, digits and .*, got "my role"$/,
    ],
  ]);
}
