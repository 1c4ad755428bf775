import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument, matching } from "../validation";

/** Arguments of {@link GlueSecurityConfiguration}. */
export interface GlueSecurityConfigurationArgs {
  /** Physical name, 1 to 255 letters, digits, `-` and `_`. It is part of the names of the log groups. */
  configurationName: string;

  /**
   * ARN of the KMS key that encrypts objects, logs and bookmarks. Its policy must let CloudWatch Logs use it for
   * {@link encryptedLogGroups}.
   * @default none: S3 encrypts objects with its own key; Glue has no own keys for logs and bookmarks
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/**
 * What Glue encrypts of that which crawlers and jobs write.
 *
 * Glue can only make and delete these, so a change of the key deletes it before it makes another, under the same name.
 *
 * The objects of it are those that Glue's own library writes. The load job writes through Spark and its own S3 client: its
 * objects are encrypted as its bucket says.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html
 */
export class GlueSecurityConfiguration extends pulumi.ComponentResource {
  /** Name of the security configuration. */
  readonly configurationName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `configurationName` is none that Glue takes
   */
  constructor(name: string, args: GlueSecurityConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:encryption:GlueSecurityConfiguration", name, args, opts);
    const { kmsKeyArn } = args;
    const configuration = new glue.SecurityConfiguration(
      `${name}-configuration`,
      {
        name: checkArgument(configurationNameSchema, args.configurationName, "configurationName"),
        encryptionConfiguration:
          kmsKeyArn === undefined
            ? {
                s3Encryption: { s3EncryptionMode: "SSE-S3" },
                cloudwatchEncryption: { cloudwatchEncryptionMode: "DISABLED" },
                jobBookmarksEncryption: { jobBookmarksEncryptionMode: "DISABLED" },
              }
            : {
                s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn },
                cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn },
                jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn },
              },
      },
      { parent: this, deleteBeforeReplace: true },
    );

    this.configurationName = configuration.name;
    this.registerOutputs({ configurationName: this.configurationName });
  }
}

const configurationNameSchema = matching(/^[\w-]{1,255}$/, "1 to 255 letters, digits, - and _");

/**
 * The log groups that Glue makes for crawlers and jobs with a security configuration, `*` standing for any text. Their names
 * hold the configuration's, and depending on what writes, the role's: `/aws-glue/crawlers-role/ROLE-CONFIGURATION`,
 * `/aws-glue/jobs-ROLE-CONFIGURATION/output`, `/aws-glue/jobs/CONFIGURATION-role/ROLE/error`.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_JobRun.html
 */
export const encryptedLogGroups = (configurationName: string): string[] => [`/aws-glue/*${configurationName}*`];
