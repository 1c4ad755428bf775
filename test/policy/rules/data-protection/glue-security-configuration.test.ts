import { glueSecurityConfiguration } from "../../../../policy/rules/data-protection/glue-security-configuration";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const JOB = "aws:glue/job:Job";
const CRAWLER = "aws:glue/crawler:Crawler";
const CONFIGURATION = "aws:glue/securityConfiguration:SecurityConfiguration";

const none = "securityConfiguration: expected the name of a Glue security configuration, got none";
const modes = (logs?: unknown, bookmarks?: unknown, s3?: unknown) => ({
  encryptionConfiguration: {
    cloudwatchEncryption: { cloudwatchEncryptionMode: logs },
    jobBookmarksEncryption: { jobBookmarksEncryptionMode: bookmarks },
    s3Encryption: { s3EncryptionMode: s3 },
  },
});
const got = (mode: string, found: string) => `${mode}: expected an encryption, got ${found}`;
const all = ["cloudwatchEncryptionMode", "jobBookmarksEncryptionMode", "s3EncryptionMode"];

describe("glue-security-configuration", () => {
  inOurOwn(glueSecurityConfiguration, [`shop-source-crawler: ${none}`, `shop-load-job: ${none}`]);

  resourceFindings(glueSecurityConfiguration, {
    "a job without one is found": [JOB, { name: "load" }, [none]],
    "so is a crawler": [CRAWLER, { name: "crawl" }, [none]],
    "with one, a job is fine": [JOB, { securityConfiguration: "encrypted" }, []],
    "and a crawler": [CRAWLER, { securityConfiguration: "encrypted" }, []],
    "one that encrypts all three is fine": [CONFIGURATION, modes("SSE-KMS", "CSE-KMS", "SSE-KMS"), []],
    "S3's own key will do": [CONFIGURATION, modes("SSE-KMS", "CSE-KMS", "SSE-S3"), []],
    "one that does not encrypt logs is found": [
      CONFIGURATION,
      modes("DISABLED", "CSE-KMS", "SSE-S3"),
      [got("cloudwatchEncryptionMode", "DISABLED")],
    ],
    "nor bookmarks": [
      CONFIGURATION,
      modes("SSE-KMS", "DISABLED", "SSE-S3"),
      [got("jobBookmarksEncryptionMode", "DISABLED")],
    ],
    "nor S3": [CONFIGURATION, modes("SSE-KMS", "CSE-KMS", "DISABLED"), [got("s3EncryptionMode", "DISABLED")]],
    "one that says nothing is found": [CONFIGURATION, modes(), all.map((mode) => got(mode, "none"))],
    "so is an empty one": [CONFIGURATION, {}, all.map((mode) => got(mode, "none"))],
  });

  describe("unknown at preview", () => {
    unknownProperties(glueSecurityConfiguration, {
      "a job's cannot be judged": [JOB, { securityConfiguration: UNKNOWN }, "securityConfiguration"],
      "nor a crawler's": [CRAWLER, { securityConfiguration: UNKNOWN }, "securityConfiguration"],
      "nor a mode": [
        CONFIGURATION,
        modes("SSE-KMS", UNKNOWN, "DISABLED"),
        "encryptionConfiguration.jobBookmarksEncryption.jobBookmarksEncryptionMode",
      ],
    });
    resourceFindings(glueSecurityConfiguration, {
      "the key need not be known": [
        CONFIGURATION,
        {
          encryptionConfiguration: {
            cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn: UNKNOWN },
            jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn: UNKNOWN },
            s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn: UNKNOWN },
          },
        },
        [],
      ],
    });
  });
});
