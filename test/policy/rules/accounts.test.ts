import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { parseDocument } from "../../../policy/iam/document";
import { accountOfMade, accountsOf, accountsOfStack } from "../../../policy/rules/accounts";
import { resource, stackOf, UNKNOWN } from "../support/findings";

const own = "111122223333";
const other = "444455556666";

const statement = (Resource: string) => ({ Effect: "Allow", Principal: "*", Action: "*", Resource });
const document = (...resources: string[]) =>
  parseDocument({ Version: "2012-10-17", Statement: (resources.length > 0 ? resources : ["*"]).map(statement) });

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const within = (provider: object, ...resources: string[]) =>
  accountsOf(resource(BUCKET_POLICY, {}, { provider: { ...provider } }), document(...resources));

/** The words of a type's declaration. */
function declared(type: string): string {
  const [, name] = type.split(":");
  return fs.readFileSync(createRequire(__filename).resolve(`@pulumi/aws/${name}.d.ts`), "utf8");
}

describe("the accounts of a resource", () => {
  for (const [title, expected, provider] of [
    ["that its provider takes are those", [own, other], { allowedAccountIds: [own, other] }],
    ["that it takes, as the engine shows them, too", [own], { allowedAccountIds: JSON.stringify([own]) }],
    ["of which its provider assumes a role is that", [own], { assumeRoles: [{ roleArn: role(own) }] }],
    [
      "of the last role that it assumes is",
      [own],
      { assumeRoles: JSON.stringify([{ roleArn: role(other) }, { roleArn: role(own) }]) },
    ],
    [
      "of the role that it assumes with a token is",
      [own],
      { assumeRoleWithWebIdentity: JSON.stringify({ roleArn: role(own) }) },
    ],
    ["are not known of a provider that says nothing", [], { region: "eu-west-1" }],
    ["nor where that is unknown", [], { allowedAccountIds: UNKNOWN, assumeRoles: [{ roleArn: UNKNOWN }] }],
    ["nor where it is no JSON", [], { allowedAccountIds: own.slice(1), assumeRoles: "none" }],
    ["nor of those that it must not work in", [], { forbiddenAccountIds: JSON.stringify([other]) }],
  ] as [string, string[], object][]) {
    it(title, () => assert.deepEqual(within(provider), expected));
  }

  it("are in the ARNs of the resources in its policy, once each", () => {
    const key = `arn:aws:kms:eu-west-1:${own}:key/*`;
    assert.deepEqual(within({}, key, key, "arn:aws:s3:::acme-raw/*", "arn:aws:sns:*:*:loads"), [own]);
  });

  for (const [type, property, value] of [
    [
      "aws:s3control/accessPointPolicy:AccessPointPolicy",
      "accessPointArn",
      `arn:aws:s3:eu-west-1:${own}:accesspoint/a`,
    ],
    [
      "aws:s3tables/tableBucketPolicy:TableBucketPolicy",
      "tableBucketArn",
      `arn:aws:s3tables:eu-west-1:${own}:bucket/a`,
    ],
    ["aws:s3tables/tablePolicy:TablePolicy", "tableBucketArn", `arn:aws:s3tables:eu-west-1:${own}:bucket/a`],
    ["aws:kms/keyPolicy:KeyPolicy", "keyId", `arn:aws:kms:eu-west-1:${own}:key/a`],
    ["aws:kms/replicaKey:ReplicaKey", "primaryKeyArn", `arn:aws:kms:eu-west-1:${own}:key/a`],
    ["aws:kms/replicaExternalKey:ReplicaExternalKey", "primaryKeyArn", `arn:aws:kms:eu-west-1:${own}:key/a`],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", `arn:aws:secretsmanager:eu-west-1:${own}:secret:a`],
    ["aws:sns/topicPolicy:TopicPolicy", "arn", `arn:aws:sns:eu-west-1:${own}:a`],
    ["aws:sqs/queuePolicy:QueuePolicy", "queueUrl", `https://sqs.eu-west-1.amazonaws.com/${own}/a`],
    ["aws:redshift/resourcePolicy:ResourcePolicy", "resourceArn", `arn:aws:redshift:eu-west-1:${own}:namespace:a`],
    [
      "aws:redshiftserverless/resourcePolicy:ResourcePolicy",
      "resourceArn",
      `arn:aws:redshift-serverless:eu-west-1:${own}:snapshot/a`,
    ],
    ["aws:dynamodb/resourcePolicy:ResourcePolicy", "resourceArn", `arn:aws:dynamodb:eu-west-1:${own}:table/a`],
    ["aws:kinesis/resourcePolicy:ResourcePolicy", "resourceArn", `arn:aws:kinesis:eu-west-1:${own}:stream/a`],
    ["aws:msk/clusterPolicy:ClusterPolicy", "clusterArn", `arn:aws:kafka:eu-west-1:${own}:cluster/a/b`],
    ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", "eventBusName", `arn:aws:events:eu-west-1:${own}:event-bus/a`],
  ]) {
    it(`are in ${property} of ${type}`, () => {
      assert.match(declared(type), new RegExp(`^ {4}${property}\\??: pulumi\\.Input<`, "m"));
      assert.deepEqual(accountsOf(resource(type, { [property]: value }), document()), [own]);
      assert.deepEqual(accountsOf(resource(type, { [property]: UNKNOWN }), document()), []);
      assert.deepEqual(accountsOf(resource(type, { [property]: "a" }), document()), []);
    });
  }

  it("are not in what is known only once it is made", () => {
    const key = resource("aws:kms/key:Key", { arn: `arn:aws:kms:eu-west-1:${own}:key/a` });
    assert.deepEqual(accountsOf(key, document()), []);
    assert.equal(accountOfMade(key), own);
    assert.equal(accountOfMade(resource("aws:kms/key:Key", { arn: UNKNOWN })), undefined);
    assert.equal(accountOfMade(resource("aws:s3/bucket:Bucket", { arn: "arn:aws:s3:::acme-raw" })), undefined);
  });
});

describe("the accounts of a stack", () => {
  const of = (type: string, props: Record<string, unknown>) => accountsOfStack(stackOf([resource(type, props)]));

  it("are those of its roles, once these are made", () => {
    assert.deepEqual(of("aws:iam/role:Role", { arn: role(own) }), [own]);
    assert.deepEqual(of("aws:iam/role:Role", { arn: UNKNOWN }), []);
    assert.deepEqual(of("aws:iam/policy:Policy", { arn: `arn:aws:iam::${own}:policy/read` }), [own]);
  });

  for (const [type, property, value] of [
    ["aws:glue/crawler:Crawler", "role", role(own)],
    ["aws:glue/job:Job", "roleArn", role(own)],
    ["aws:lambda/function:Function", "role", role(own)],
    ["aws:redshift/cluster:Cluster", "iamRoles", [role(own)]],
    ["aws:redshift/clusterIamRoles:ClusterIamRoles", "iamRoleArns", [role(own)]],
    ["aws:redshiftserverless/namespace:Namespace", "iamRoles", [role(own)]],
    ["aws:sfn/stateMachine:StateMachine", "roleArn", role(own)],
  ] as [string, string, unknown][]) {
    it(`are those of the role in ${property} of ${type}`, () => {
      assert.match(declared(type), new RegExp(`^ {4}${property}\\??: pulumi\\.Input<`, "m"));
      assert.deepEqual(of(type, { [property]: value }), [own]);
      assert.deepEqual(of(type, { [property]: "crawler" }), []);
      assert.deepEqual(of(type, { [property]: Array.isArray(value) ? [UNKNOWN] : UNKNOWN }), []);
    });
  }

  it("are not those of what else it reads, which may be another's", () => {
    assert.deepEqual(of("aws:kms/key:Key", { arn: `arn:aws:kms:eu-west-1:${other}:key/a` }), []);
    assert.deepEqual(of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: role(other) }), []);
  });
});

function role(account: string): string {
  return `arn:aws:iam::${account}:role/etl`;
}
