import * as pulumi from "@pulumi/pulumi";
import { awsPlace } from "./aws-place";
import { bucketName } from "./names";
import { checkSameRegion } from "./network/check-region";
import type { S3ToRedshiftPipelineArgs } from "./pipeline-args";
import type { NormalisedPipeline } from "./pipeline-normalise";
import { DataBucket, type DataBucketArgs } from "./source/bucket";
import { BucketEvents } from "./source/events";

/** Where the files lie, and where the job works. */
interface PipelineBuckets {
  sourceBucketName: pulumi.Output<string>;
  workBucketName: pulumi.Output<string>;
}

/** Makes the bucket of the source files, or takes the one that is there, and that in which the job works. */
export function pipelineBuckets(
  name: string,
  { source, schedule, forceDestroy }: S3ToRedshiftPipelineArgs,
  { prefix, tags, retention }: NormalisedPipeline,
  kmsKeyArn: pulumi.Input<string> | undefined,
  { child, dataChild }: Record<"child" | "dataChild", pulumi.CustomResourceOptions>,
): PipelineBuckets {
  const place = awsPlace(child.parent!);
  const bucket = (what: "source" | "work", more: Partial<DataBucketArgs>) =>
    new DataBucket(
      `${name}-${what}`,
      {
        bucketName: place.apply((known) => bucketName(prefix, what, known)),
        kmsKeyArn,
        forceDestroy,
        tags,
        ...more,
      },
      dataChild,
    ).bucketName;
  const existing = () => {
    checkSameRegion(source.bucketName!, "source.bucketName", child.parent!);
    return source.sendEvents
      ? new BucketEvents(`${name}-source`, { bucketName: source.bucketName! }, child).bucketName
      : pulumi.output(source.bucketName!);
  };
  const { accessLogs, sendEvents = schedule?.onArrival !== undefined } = source;
  return {
    sourceBucketName:
      source.bucketName === undefined
        ? bucket("source", { retention: source.retention, accessLogs, sendEvents })
        : existing(),
    workBucketName: bucket("work", { retention }),
  };
}
