import { PutRolePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { ExecuteStatementCommand, RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import type { Credentials } from "../../../local/warehouse/clients";
import { fieldOf, type LocalRedshift, localRedshift, unique } from "./local-redshift";

/** What a role must be allowed, by calls that are signed as a session of it. */
describe("Who may do what with a cluster", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  let ClusterIdentifier: string;
  let cluster: string;
  const arn = (rest: string) => `arn:aws:redshift:us-east-1:123456789012:${rest}`;

  before(async () => {
    redshift = await localRedshift();
    ({ ClusterIdentifier } = await redshift.makeCluster({ "Tags.Tag.1.Key": "team", "Tags.Tag.1.Value": "shop" }));
    cluster = arn(`cluster:${ClusterIdentifier}`);
  });
  after(() => redshift.deleteCluster(ClusterIdentifier));

  const allow = (Action: string, Resource: string, Condition?: object) => ({
    ...{ Effect: "Allow", Action, Resource },
    ...(Condition && { Condition }),
  });
  async function session(...Statement: object[]): Promise<Credentials> {
    const RoleName = unique("role");
    const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "glue.amazonaws.com" } };
    const { Role } = await redshift.iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }),
    );
    const policy = { RoleName, PolicyName: "access", PolicyDocument: document(...Statement) };
    await redshift.iam.send(new PutRolePolicyCommand(policy));
    return redshift.sessionOf(Role!.Arn!);
  }
  const execute = (credentials: Credentials, more: object = {}) => {
    const data = new RedshiftDataClient({
      endpoint: redshift.endpoint,
      region: "us-east-1",
      credentials,
      maxAttempts: 1,
    });
    return data.send(new ExecuteStatementCommand({ ClusterIdentifier, Database: "dev", Sql: "SELECT 1", ...more }));
  };
  const denied = (action: string, resource: string) => (error: Error) =>
    error.message.includes(
      `not authorized to perform: ${action}${resource === "*" ? "" : ` on resource: ${resource}`} `,
    );

  it("a statement needs the cluster, and credentials of its database", async () => {
    const statement = allow("redshift-data:ExecuteStatement", cluster);
    const login = allow("redshift:GetClusterCredentialsWithIAM", arn(`dbname:${ClusterIdentifier}/dev`));
    assert.ok((await execute(await session(statement, login))).Id);
    await assert.rejects(execute(await session(login)), denied("redshift-data:ExecuteStatement", cluster));
    const other = arn(`dbname:${ClusterIdentifier}/other`);
    await assert.rejects(
      execute(await session(statement, login), { Database: "other" }),
      denied("redshift:GetClusterCredentialsWithIAM", other),
    );
    const SecretArn = fieldOf(
      await redshift.call("DescribeClusters", { ClusterIdentifier }),
      "MasterPasswordSecretArn",
    )!;
    await assert.rejects(
      execute(await session(statement, login), { SecretArn }),
      denied("secretsmanager:GetSecretValue", SecretArn),
    );
    assert.ok(
      (await execute(await session(statement, allow("secretsmanager:GetSecretValue", SecretArn)), { SecretArn })).Id,
    );
  });

  it("the cluster's tags count", async () => {
    const tagged = (team: string) =>
      allow("redshift-data:ExecuteStatement", "*", { StringEquals: { "aws:ResourceTag/team": team } });
    const login = allow("redshift:GetClusterCredentialsWithIAM", "*", { StringEquals: { "redshift:DbName": "dev" } });
    assert.ok((await execute(await session(tagged("shop"), login))).Id);
    await assert.rejects(execute(await session(tagged("bank"), login)), { name: "AccessDeniedException" });
  });

  it("each call of Redshift needs its own resource, and roles must be passed", async () => {
    const own = { ClusterIdentifier };
    const calls: [action: string, form: Record<string, string>, resource: string][] = [
      ["DescribeClusters", own, cluster],
      ["DescribeLoggingStatus", own, cluster],
      ["GetClusterCredentialsWithIAM", { ...own, DbName: "dev" }, arn(`dbname:${ClusterIdentifier}/dev`)],
      [
        "DescribeClusterParameters",
        { ParameterGroupName: "default.redshift-2.0" },
        arn("parametergroup:default.redshift-2.0"),
      ],
      ["DescribeTags", { ResourceName: cluster }, cluster],
      ["DescribeScheduledActions", {}, "*"],
      ["DescribeClusterSubnetGroups", {}, "*"],
    ];
    for (const [action, form, resource] of calls) {
      await redshift.call(action, form, await session(allow(`redshift:${action}`, resource)));
      const elsewhere = await session(allow(`redshift:${action}`, arn("cluster:other")));
      await assert.rejects(redshift.call(action, form, elsewhere), denied(`redshift:${action}`, resource));
    }
    const form = { ...own, "AddIamRoles.IamRoleArn.1": redshift.copyRole };
    const modify = allow("redshift:ModifyClusterIamRoles", cluster);
    await assert.rejects(
      redshift.call("ModifyClusterIamRoles", form, await session(modify)),
      denied("iam:PassRole", redshift.copyRole),
    );
    const condition = { StringEquals: { "iam:PassedToService": "redshift.amazonaws.com" } };
    const passing = allow("iam:PassRole", redshift.copyRole, condition);
    await redshift.call("ModifyClusterIamRoles", form, await session(modify, passing));
  });

  it("a refusal comes in the query protocol", async () => {
    await assert.rejects(redshift.call("PauseCluster", { ClusterIdentifier }, await session(allow("s3:*", "*"))), {
      name: "AccessDenied",
      status: 403,
    });
  });
});
