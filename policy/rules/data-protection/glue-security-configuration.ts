import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";

const needed =
  (property: string) =>
  ({ props }: Resource): string[] =>
    props[property] === undefined ? [`${property}: expected the name of a Glue security configuration, got none`] : [];

interface Encryption {
  cloudwatchEncryption?: { cloudwatchEncryptionMode?: string };
  jobBookmarksEncryption?: { jobBookmarksEncryptionMode?: string };
  s3Encryption?: { s3EncryptionMode?: string };
}

/** Glue writes logs and temporary files that hold rows. */
export const glueSecurityConfiguration: ResourceRule = {
  name: "glue-security-configuration",
  severity: "medium",
  title: "Crawlers and jobs have a security configuration, which encrypts",
  rationale: "What a job spills to S3 and writes to its logs holds the rows that it loads.",
  remedy: "Give crawler and job a glue.SecurityConfiguration that encrypts S3, logs and bookmarks.",
  link: "https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html",

  resources: {
    "aws:glue/job:Job": needed("securityConfiguration"),
    "aws:glue/crawler:Crawler": needed("securityConfiguration"),
    "aws:glue/securityConfiguration:SecurityConfiguration": ({ props }) => {
      const { cloudwatchEncryption, jobBookmarksEncryption, s3Encryption } = (props.encryptionConfiguration ??
        {}) as Encryption;
      const modes = {
        cloudwatchEncryptionMode: cloudwatchEncryption?.cloudwatchEncryptionMode,
        jobBookmarksEncryptionMode: jobBookmarksEncryption?.jobBookmarksEncryptionMode,
        s3EncryptionMode: s3Encryption?.s3EncryptionMode,
      };
      return Object.entries(modes)
        .filter(([, mode]) => mode === undefined || mode === "DISABLED")
        .map(([name, mode]) => `${name}: expected an encryption, got ${mode ?? "none"}`);
    },
  },
};
