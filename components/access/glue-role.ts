import type * as pulumi from "@pulumi/pulumi";
import type { AwsPlace } from "../aws-place";
import { encryptLogs, keyThroughGlue, keyThroughLogs, type Statement } from "./documents";
import type { GlueNetworkArgs } from "./glue-network";
import type { ServiceRoleArgs } from "./service-role";

/** Arguments that the role of a Glue crawler takes as well as that of a Glue job. */
export interface GlueRoleArgs extends ServiceRoleArgs {
  /**
   * ARN of the KMS key that encrypts the buckets, and the logs where there is a security configuration, or of an alias of it. The
   * alias is known at preview where the key is yet to be made.
   * @default none: S3's own key
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * ARN of the KMS key that encrypts the account's Data Catalog, or of an alias of it.
   * @default none: the catalog has no key, or one that Glue itself uses (`SSE-KMS-WITH-SERVICE-ROLE`)
   */
  catalogKmsKeyArn?: pulumi.Input<string>;

  /**
   * Glue security configuration that encrypts the logs, with `kmsKeyArn`.
   * @default none
   */
  securityConfigurationName?: string;

  /**
   * VPC in which it runs.
   * @default none: Glue's own network
   */
  network?: pulumi.Input<GlueNetworkArgs>;
}

/** What the role may do with the keys of catalog and logs, once these are known. */
export const glueEncryptionStatements = (
  place: AwsPlace,
  logPrefix: string,
  { kmsKeyArn, catalogKmsKeyArn, securityConfigurationName }: pulumi.Unwrap<GlueEncryption>,
  catalogUse: "read" | "write",
): Statement[] => [
  ...keyThroughGlue(place, catalogKmsKeyArn, catalogUse),
  ...encryptLogs(place, logPrefix, securityConfigurationName),
  ...(securityConfigurationName === undefined ? [] : keyThroughLogs(place, kmsKeyArn)),
];

/** The part of the arguments that is about encryption. */
export type GlueEncryption = Pick<GlueRoleArgs, "kmsKeyArn" | "catalogKmsKeyArn" | "securityConfigurationName">;
