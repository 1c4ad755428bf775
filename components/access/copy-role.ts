import * as pulumi from "@pulumi/pulumi";
import type { AwsPlace } from "../aws-place";
import { type BucketPart, keyThroughS3, listing, objects, type Statement } from "./documents";
import { serviceRole, type ServiceRoleArgs } from "./service-role";

/** Arguments of {@link CopyRole}. */
export interface CopyRoleArgs extends ServiceRoleArgs {
  /** Bucket that holds the staged files. */
  bucketName: pulumi.Input<string>;

  /** Prefix of the staged files: `staging/`. */
  stagingPrefix: string;

  /**
   * ARN of the KMS key that encrypts the staged files, or of an alias of it.
   * @default none: S3's own key
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/**
 * The role with which Redshift's COPY reads staged files, and nothing else.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-access-permissions.html
 */
export class CopyRole extends pulumi.ComponentResource {
  /** ARN of the role; who takes it waits until its policy is attached. */
  readonly roleArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `roleName` is none that IAM takes
   */
  constructor(name: string, args: CopyRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:access:CopyRole", name, args, opts);
    const names = pulumi.all([args.bucketName, args.kmsKeyArn]);

    this.roleArn = serviceRole(this, name, args, {
      description: "Reads the staged files of an S3 to Redshift pipeline for COPY",
      services: ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"],
      statements: (place) =>
        names.apply(([bucketName, kmsKeyArn]) =>
          copyStatements(place, { bucketName, prefixes: [args.stagingPrefix] }, kmsKeyArn),
        ),
    });
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** What COPY may do. */
export const copyStatements = (place: AwsPlace, staging: BucketPart, kmsKeyArn?: string): Statement[] => [
  listing("ListStaging", place, staging),
  objects("ReadStaging", place, staging, ["s3:GetObject"]),
  ...keyThroughS3(place, kmsKeyArn, ["kms:Decrypt"]),
];
