import type * as pulumi from "@pulumi/pulumi";
import type { AccessLogsArgs } from "./access-logs";
import type { BucketRetentionArgs } from "./lifecycle";

/** Where the files come from. */
export interface SourceArgs {
  /**
   * An existing bucket in the pipeline's region.
   * @default the pipeline makes a bucket of its own
   */
  bucketName?: pulumi.Input<string>;

  /** Prefix below which all datasets lie: `sales/`; empty for the whole bucket. */
  prefix: string;

  /**
   * Expiry and cheaper storage of files and old versions, in the pipeline's own bucket.
   * @default everything is kept, in S3 Standard
   */
  retention?: BucketRetentionArgs;

  /**
   * Where the access logs of the pipeline's own bucket go.
   * @default there are none
   */
  accessLogs?: AccessLogsArgs;

  /**
   * Whether S3 sends the bucket's events to EventBridge, as `schedule.onArrival` needs. Of an existing bucket this then owns all
   * notifications, see `BucketEvents`.
   * @default true for the pipeline's own bucket where `schedule.onArrival` asks for it, else false
   */
  sendEvents?: boolean;
}
