import { strict as assert } from "node:assert";
import { unknownCheckingProxy } from "@pulumi/policy";
import { type SecretTest, toPolicy } from "../../../policy/pack/policy";
import { dataProtection } from "../../../policy/rules/data-protection";
import { iamLeastPrivilege } from "../../../policy/rules/iam-least-privilege";
import { reliabilityAndCost } from "../../../policy/rules/reliability-and-cost";
import { places } from "../rules/documents";

/** Marks what a finding must not show. */
const HIDDEN = "hidden";

/** Each element of a document, with what is wrong about it. */
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "ShownSid",
      Effect: "Allow",
      Action: ["s3:*", "iam:PassRole", "kms:Decrypt", "shown:Action"],
      Resource: ["*", "arn:aws:s3:::shown-bucket/*"],
      Condition: {
        StringLike: { "s3:prefix": `*${HIDDEN}`, "aws:RequestTag/team": HIDDEN },
        ShownOperator: { "aws:SourceIp": HIDDEN },
      },
    },
    {
      Sid: "ShownToo",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:role/shown-principal", Service: "*", Federated: "shown-provider" },
      Action: "s3:ListBucket",
      Resource: "arn:aws:sns:eu-west-1:111122223333:shown-topic",
      Condition: { Bool: { "aws:SecureTransport": HIDDEN } },
    },
    { Sid: "ShownLast", Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::shown-bucket" },
  ],
});
const malformed = `{"Id":${HIDDEN}}`;

const opts = { protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [], customTimeouts: {} };

/** Everything that all packs say of a stack. */
async function told(resources: Seen[], isSecret?: SecretTest): Promise<string> {
  const messages: string[] = [];
  const report = (message: string) => messages.push(message);
  const getConfig = () => ({});
  for (const rule of [...iamLeastPrivilege, ...dataProtection, ...reliabilityAndCost]) {
    const policy = toPolicy(rule, isSecret) as Validation;
    const unknown = (error: Error) => report(error.message);
    for (const it of resources) await policy.validateResource?.({ ...it, getConfig }, report).catch(unknown);
    try {
      policy.validateStack?.({ resources, getConfig }, report);
    } catch (error) {
      unknown(error as Error);
    }
  }
  return messages.join("\n");
}

/** Both kinds, as far as this test calls them. */
interface Validation {
  validateResource?: (args: object, report: (message: string) => void) => Promise<void>;
  validateStack?: (args: object, report: (message: string) => void) => void;
}

type Seen = ReturnType<typeof seen>;
const seen = (type: string, props: object) => ({
  type,
  name: type.split(":").at(-1)!,
  urn: `urn:pulumi:test::project::${type}::it`,
  props: unknownCheckingProxy(props),
  opts,
  dependencies: [],
  propertyDependencies: {},
});

describe("what findings show", () => {
  const holders = (text: string) => places.map(([type, property]) => seen(type, { [property]: text }));

  it("of a document: Sids, principals, actions, ARNs, condition keys and operators, and no condition's value", async () => {
    const text = await told(holders(document));
    for (const part of ["ShownSid", "ShownToo", "role/shown-principal", "shown-provider", "ShownOperator"]) {
      assert.ok(text.includes(part), part);
    }
    for (const part of ["shown:Action", "shown-bucket", "s3:prefix"]) assert.ok(text.includes(part), part);
    assert.ok(!text.includes(HIDDEN), text);
  });

  it("of a malformed one: where it is, and not what stands there", async () => {
    const text = await told(holders(malformed));
    assert.match(text, /policy: expected JSON: /);
    assert.ok(!text.includes(HIDDEN), text);
  });

  it("of a secret one: the property", async () => {
    const resources = [...holders(document), ...holders(malformed)];
    const text = await told(resources, () => true);
    assert.match(text, /RolePolicy: policy: a secret document, whose statements are not shown\n/);
    for (const part of [/shown-/i, /ShownSid|ShownToo|ShownOperator/, /shown:Action/, new RegExp(HIDDEN)]) {
      assert.doesNotMatch(text, part);
    }
  });

  it("of other properties: names, and what a rule counts or switches, and no text that is set", async () => {
    const text = await told([
      seen("aws:glue/job:Job", { defaultArguments: { "--shown-password": HIDDEN, "--url": `jdbc://a:${HIDDEN}@b/` } }),
      seen("aws:glue/connection:Connection", { connectionProperties: { PASSWORD: HIDDEN, USERNAME: HIDDEN } }),
      seen("aws:redshift/cluster:Cluster", { masterPassword: HIDDEN, publiclyAccessible: true }),
      seen("aws:redshiftserverless/namespace:Namespace", { adminUserPassword: HIDDEN }),
      seen("aws:s3/bucket:Bucket", { tags: { team: HIDDEN } }),
    ]);
    for (const part of ["--shown-password", "PASSWORD", "masterPassword", "got true"]) {
      assert.ok(text.includes(part), part);
    }
    assert.ok(!text.includes(HIDDEN), text);
  });
});
