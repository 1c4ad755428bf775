import { strict as assert } from "node:assert";
import { encryptLogs, keyThroughGlue, keyThroughLogs, keyThroughS3 } from "../../../components/access/documents";
import { Context } from "../../../policy/iam/context";
import { parseDocument } from "../../../policy/iam/document";
import { evaluate } from "../../../policy/iam/evaluate";
import { place } from "../../support/harness";

const kms = "arn:aws:kms:eu-west-1:123456789012:";

describe("statements about a KMS key", () => {
  it("are none without a key", () => {
    assert.deepEqual(keyThroughS3(place, undefined, ["kms:Decrypt"]), []);
    assert.deepEqual(keyThroughGlue(place, undefined, "write"), []);
    assert.deepEqual(keyThroughLogs(place, undefined), []);
  });

  it("name the key, and the service that alone may use it", () => {
    assert.deepEqual(keyThroughS3(place, `${kms}key/one`, ["kms:Decrypt"]), [
      {
        Sid: "UseKeyThroughS3",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [`${kms}key/one`],
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
    ]);
    const throughGlue = (Action: string[]) => ({
      Sid: "UseKeyThroughGlue",
      Effect: "Allow",
      Action,
      Resource: [`${kms}key/one`],
      Condition: { StringEquals: { "kms:ViaService": "glue.eu-west-1.amazonaws.com" } },
    });
    const writing = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
    assert.deepEqual(keyThroughGlue(place, `${kms}key/one`, "read"), [throughGlue(["kms:Decrypt"])]);
    assert.deepEqual(keyThroughGlue(place, `${kms}key/one`, "write"), [throughGlue(writing)]);
    assert.deepEqual(keyThroughLogs(place, `${kms}key/one`), [
      {
        Sid: "UseKeyThroughLogs",
        Effect: "Allow",
        Action: ["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
        Resource: [`${kms}key/one`],
        Condition: { StringEquals: { "kms:ViaService": "logs.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  it("take the ARN of an alias for the key that has the alias: as a resource it would be the alias itself", () => {
    assert.deepEqual(keyThroughS3(place, `${kms}alias/shop-dev`, ["kms:Decrypt"]), [
      {
        Sid: "UseKeyThroughS3",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [`${kms}key/*`],
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop-dev" },
        },
      },
    ]);
  });

  it("let the key with the alias be used, and no other, and not directly", () => {
    const identity = [
      parseDocument({ Version: "2012-10-17", Statement: keyThroughS3(place, `${kms}alias/shop-dev`, ["kms:Decrypt"]) }),
    ];
    const allowed = (context: Record<string, string | string[]>, resource = `${kms}key/1234`) =>
      evaluate(
        {
          principal: {
            kind: "role-session",
            arn: "arn:aws:sts::123456789012:assumed-role/a/b",
            roleArn: "arn:aws:iam::123456789012:role/a",
          },
          action: "kms:Decrypt",
          resource,
          resourceAccount: place.accountId,
          context: new Context(context),
        },
        { identity, resource: [] },
      ).allowed;
    const viaS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
    assert.equal(allowed({ ...viaS3, "kms:ResourceAliases": ["alias/other", "alias/shop-dev"] }), true);
    assert.equal(allowed({ ...viaS3, "kms:ResourceAliases": ["alias/shop-dev-2"] }), false);
    assert.equal(allowed(viaS3), false);
    assert.equal(allowed({ "kms:ResourceAliases": ["alias/shop-dev"] }), false);
    const elsewhere = "arn:aws:kms:eu-west-1:210987654321:key/1234";
    assert.equal(allowed({ ...viaS3, "kms:ResourceAliases": ["alias/shop-dev"] }, elsewhere), false);
  });
});

describe("statements about encrypted logs", () => {
  it("are none without a security configuration", () => {
    assert.deepEqual(encryptLogs(place, "/aws-glue/jobs", undefined), []);
  });

  it("let the role encrypt the log groups of its own configuration", () => {
    assert.deepEqual(encryptLogs(place, "/aws-glue/jobs", "shop-dev"), [
      {
        Sid: "EncryptLogs",
        Effect: "Allow",
        Action: ["logs:AssociateKmsKey"],
        Resource: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/jobs*shop-dev*"],
      },
    ]);
  });
});
