import type * as pulumi from "@pulumi/pulumi";
import { matching, strict } from "../validation";

/** What Lake Formation guards of a pipeline. */
export interface LakeFormationArgs {
  /**
   * ARN of the registered location that holds the source files, or of a part of it, without a slash at its end:
   * `arn:aws:s3:::acme-raw/sales`. See `LakeFormationLocation`.
   * @default the source files lie in none
   */
  locationArn?: pulumi.Input<string>;
}

/** What `locationArn` accepts. */
export const locationArnSchema = matching(
  /^arn:aws[a-z-]*:s3:::[a-z0-9.-]+(?:\/.*[^/])?$/,
  "the ARN of a bucket or of a prefix in it, without a slash at its end",
);

/** What {@link LakeFormationArgs} accepts in a stack's configuration. */
export const lakeFormationSchema = strict({ locationArn: locationArnSchema.optional() });
