import * as pulumi from "@pulumi/pulumi";
import { type AwsPlace, awsPlace } from "../aws-place";

/** A bucket that holds source files, a pipeline's own or one that is there already. */
export interface SourceBucket {
  /** Name of the bucket. */
  bucketName: pulumi.Output<string>;

  /** ARN of the bucket; computed, hence known at preview where the name is. */
  arn: pulumi.Output<string>;
}

/** A bucket that is there already. Nothing about it is looked up or changed. */
export const existingBucket = (bucketName: pulumi.Input<string>, parent: pulumi.Resource): SourceBucket => ({
  bucketName: pulumi.output(bucketName),
  arn: bucketArn(awsPlace(parent), bucketName),
});

/** The ARN of the bucket of this name. */
export const bucketArn = (
  place: pulumi.Input<Pick<AwsPlace, "partition">>,
  bucketName: pulumi.Input<string>,
): pulumi.Output<string> =>
  pulumi.output({ place, bucketName }).apply((it) => `arn:${it.place.partition}:s3:::${it.bucketName}`);
