import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { AwsError, type Handler } from "../../gateway/service";
import { s3Client, SERVICE } from "../clients";
import type { WarehouseDeps } from "../deps";
import { existing } from "./cluster";
import { invalid, read } from "./input";
import type { Logging } from "./registry";

const LOGS = ["connectionlog", "userlog", "useractivitylog"];

/**
 * Where audit logs are to go. It is kept and shown; no log is delivered, and so none is said to have been.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
 */
export function loggingActions(deps: WarehouseDeps): Record<string, Handler> {
  return {
    async EnableLogging(request) {
      const input = read(request, [
        ...["ClusterIdentifier", "BucketName", "S3KeyPrefix", "LogDestinationType", "LogExports"],
      ]);
      const cluster = existing(deps, input);
      const type = input.oneOf("LogDestinationType", ["s3", "cloudwatch"]) ?? "s3";
      const BucketName = input.text("BucketName");
      const LogExports = input.texts("LogExports") ?? [];
      const unknown = LogExports.find((log) => !LOGS.includes(log));
      if (unknown !== undefined) throw invalid(`LogExports: ${unknown}; ${LOGS.join(", ")} are accepted`);
      if (type === "s3") {
        if (BucketName === undefined) throw invalid("BucketName is needed for logs that go to S3");
        await checkBucket(deps, BucketName);
      } else if (LogExports.length === 0) throw invalid("LogExports is needed for logs that go to CloudWatch");
      cluster.logging = { LogDestinationType: type, BucketName, S3KeyPrefix: input.text("S3KeyPrefix"), LogExports };
      return shown(cluster.logging);
    },

    async DisableLogging(request) {
      const cluster = existing(deps, read(request, ["ClusterIdentifier"]));
      cluster.logging = undefined;
      return shown();
    },

    async DescribeLoggingStatus(request) {
      return shown(existing(deps, read(request, ["ClusterIdentifier"])).logging);
    },
  };
}

async function checkBucket(deps: WarehouseDeps, Bucket: string): Promise<void> {
  const s3 = s3Client(deps, SERVICE);
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
  } catch {
    throw new AwsError("BucketNotFoundFault", `Could not find the specified S3 bucket: ${Bucket}`);
  } finally {
    s3.destroy();
  }
}

const shown = (logging?: Logging) => ({
  LoggingEnabled: logging !== undefined,
  ...logging,
  ...(logging && { LogExports: { member: logging.LogExports } }),
});
