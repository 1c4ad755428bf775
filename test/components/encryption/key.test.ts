import { strict as assert } from "node:assert";
import { PipelineKey, type PipelineKeyArgs } from "../../../components";
import { iamLeastPrivilege } from "../../../policy/rules/iam-least-privilege";
import { itIsAComponent, itRefuses, statementsOf } from "../../support/component";
import { deploy, place, valueOf } from "../../support/harness";
import { itPasses } from "../../support/rules";

const args: PipelineKeyArgs = {
  keyName: "shop-dev",
  logGroupNames: ["/aws-glue/*shop-dev*", "/aws/vendedlogs/shop"],
  topicNames: ["shop-dev-alarms"],
};
const make = (changed: Partial<PipelineKeyArgs> = {}) => new PipelineKey("shop", { ...args, ...changed });
const key = "aws:kms/key:Key";

describe("PipelineKey", () => {
  itIsAComponent({
    make: (opts) => new PipelineKey("shop", args, opts),
    type: "s3-to-redshift:encryption:PipelineKey",
    children: [
      ["aws:kms/alias:Alias", "shop-alias"],
      [key, "shop-key"],
    ],
    outputs: ({ keyArn, aliasArn }) => ({ keyArn, aliasArn }),
  });

  it("rotates, is kept for 30 days once deleted, and has its alias", async () => {
    const { one } = await deploy(() => make({ tags: { team: "shop" } }));
    const { policy, ...inputs } = one(key).inputs;
    assert.equal(typeof policy, "string");
    assert.deepEqual(inputs, {
      description: "Encrypts the S3 to Redshift pipeline shop-dev",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      tags: { team: "shop" },
    });
    assert.deepEqual(one("aws:kms/alias:Alias").inputs, { name: "alias/shop-dev", targetKeyId: "shop-key-id" });
  });

  it("is kept as long as it is told to", async () => {
    assert.equal((await deploy(() => make({ deletionWindowDays: 7 }))).one(key).inputs.deletionWindowInDays, 7);
  });

  it("is managed by the account, and used by those services alone that cannot be given an IAM policy", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    const logs = "arn:aws:logs:eu-west-1:123456789012:log-group:";
    const topic = "arn:aws:sns:eu-west-1:123456789012:shop-dev-alarms";
    assert.deepEqual(statementsOf(deployment, key, "policy"), {
      AccountManagesByIam: {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::123456789012:root"] },
        Action: ["kms:*"],
        Resource: ["*"],
      },
      LogsEncrypt: {
        Effect: "Allow",
        Principal: { Service: ["logs.eu-west-1.amazonaws.com"] },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: ["*"],
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": [`${logs}/aws-glue/*shop-dev*`, `${logs}/aws/vendedlogs/shop`],
          },
        },
      },
      EventsPublish: {
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com"] },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: ["*"],
        Condition: { ArnEquals: { "kms:EncryptionContext:aws:sns:topicArn": [topic] } },
      },
      AlarmsPublish: {
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com"] },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: ["*"],
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnEquals: { "kms:EncryptionContext:aws:sns:topicArn": [topic] },
        },
      },
    });
  });

  it("is used by no service where there are neither log groups nor topics", async () => {
    const deployment = await deploy(() => new PipelineKey("shop", { keyName: "shop-dev" }));
    assert.deepEqual(Object.keys(statementsOf(deployment, key, "policy")), ["AccountManagesByIam"]);
  });

  it("has an alias that documents can name at preview, before the key has an ARN; both wait for the alias", async () => {
    const { result } = await deploy(() => make(), { preview: true });
    assert.equal(await valueOf(result.keyArn), undefined);
    assert.equal(await valueOf(result.aliasArn), `arn:aws:kms:${place.region}:${place.accountId}:alias/shop-dev`);
    for (const output of [result.keyArn, result.aliasArn]) {
      const resources = await (output as unknown as { allResources(): Promise<Set<object>> }).allResources();
      const types = [...resources].map((resource) => (resource as { __pulumiType: string }).__pulumiType);
      assert.ok(types.includes("aws:kms/alias:Alias"), types.join());
    }
  });

  itPasses(make, iamLeastPrivilege);

  itRefuses([
    ["AWS's own names", () => make({ keyName: "aws/shop" }), /^keyName: expected .*, got "aws\/shop"$/],
    ["a whole alias", () => make({ keyName: "alias/shop" }), /^keyName: expected .*, got "alias\/shop"$/],
    ["too short a wait", () => make({ deletionWindowDays: 6 }), /^deletionWindowDays: expected at least 7, got 6$/],
    ["too long a wait", () => make({ deletionWindowDays: 31 }), /^deletionWindowDays: expected at most 30, got 31$/],
    ["all log groups", () => make({ logGroupNames: ["*"] }), /^logGroupNames\[0\]: expected .*, got "\*"$/],
    ["a topic's ARN", () => make({ topicNames: ["arn:aws:sns:a:b:c"] }), /^topicNames\[0\]: expected .*, got "arn/],
  ]);
});
