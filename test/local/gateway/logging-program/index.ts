import * as pulumi from "@pulumi/pulumi";
import { BucketAccessLogs, DataBucket, LogBucket, LogDate } from "../../../../components";

/** Three buckets whose access logs go into a fourth; the configuration `other` changes what can be changed in place. */
const other = new pulumi.Config().getBoolean("other") ?? false;
const names = ["raw", "work", "there-already"].map((name) => `shop-${name}`);
const [raw, work, thereAlready] = names;

const { bucketName: logBucketName } = new LogBucket("logs", { bucketName: "shop-logs", sourceBucketNames: names });
new DataBucket("raw", {
  bucketName: raw,
  accessLogs: { logBucketName, partitionedBy: other ? LogDate.DeliveryTime : LogDate.EventTime },
});
new DataBucket("work", { bucketName: work, accessLogs: { logBucketName, prefix: other ? "" : "of/work/" } });
const { bucketName } = new DataBucket("there-already", { bucketName: thereAlready });
new BucketAccessLogs("there-already-logs", {
  bucketName,
  logBucketName,
  partitionedBy: other ? LogDate.EventTime : undefined,
});
