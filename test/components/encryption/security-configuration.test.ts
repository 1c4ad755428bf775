import { strict as assert } from "node:assert";
import { encryptedLogGroups, GlueSecurityConfiguration, type GlueSecurityConfigurationArgs } from "../../../components";
import { glueSecurityConfiguration } from "../../../policy/rules/data-protection/glue-security-configuration";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";
import { itPasses } from "../../support/rules";

const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
const args: GlueSecurityConfigurationArgs = { configurationName: "shop-dev", kmsKeyArn };
const make = (changed: Partial<GlueSecurityConfigurationArgs> = {}) =>
  new GlueSecurityConfiguration("shop", { ...args, ...changed });
const type = "aws:glue/securityConfiguration:SecurityConfiguration";

describe("GlueSecurityConfiguration", () => {
  itIsAComponent({
    make: (opts) => new GlueSecurityConfiguration("shop", args, opts),
    type: "s3-to-redshift:encryption:GlueSecurityConfiguration",
    children: [[type, "shop-configuration"]],
    outputs: ({ configurationName }) => ({ configurationName }),
  });

  it("encrypts objects, logs and bookmarks with the key", async () => {
    assert.deepEqual((await deploy(() => make())).one(type).inputs, {
      name: "shop-dev",
      encryptionConfiguration: {
        s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn },
        cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn },
        jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn },
      },
    });
  });

  it("encrypts without a key what Glue can encrypt without one: objects", async () => {
    assert.deepEqual((await deploy(() => make({ kmsKeyArn: undefined }))).one(type).inputs, {
      name: "shop-dev",
      encryptionConfiguration: {
        s3Encryption: { s3EncryptionMode: "SSE-S3" },
        cloudwatchEncryption: { cloudwatchEncryptionMode: "DISABLED" },
        jobBookmarksEncryption: { jobBookmarksEncryptionMode: "DISABLED" },
      },
    });
  });

  it("names the log groups that Glue makes for it", () => {
    const [pattern, ...others] = encryptedLogGroups("shop-dev").map((it) => new RegExp(`^${it.replace(/\*/g, ".*")}$`));
    assert.deepEqual(others, []);
    for (const name of [
      "/aws-glue/crawlers-role/shop-dev-crawler-shop-dev",
      "/aws-glue/jobs-shop-dev-load-job-shop-dev/output",
      "/aws-glue/jobs/shop-dev-role/shop-dev-load-job/error",
      "/aws-glue/jobs/logs-v2-shop-dev",
    ]) {
      assert.match(name, pattern);
    }
    assert.doesNotMatch("/aws-glue/jobs/output", pattern);
    assert.doesNotMatch("/acme/shop-dev", pattern);
  });

  itPasses(make, [glueSecurityConfiguration]);

  itRefuses([
    [
      "a name with a slash",
      () => make({ configurationName: "a/b" }),
      /^configurationName: expected 1 to 255 letters, digits, - and _, got "a\/b"$/,
    ],
  ]);
});
