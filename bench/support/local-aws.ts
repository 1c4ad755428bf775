import { IAMClient } from "@aws-sdk/client-iam";
import { GlueClient } from "@aws-sdk/client-glue";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { RedshiftServerlessClient } from "@aws-sdk/client-redshift-serverless";
import { S3Client } from "@aws-sdk/client-s3";
import * as path from "node:path";
import { LOCAL_ACCESS_KEY } from "../../local/environment";
import { down } from "../../scripts/local/down";
import type { RunningAws } from "../../scripts/local/state";
import { up } from "../../scripts/local/up";
import type { Log } from "../../scripts/step";
import { benchFolder } from "./folder";

/** A local AWS of the bench's own, as `npm run local -- up` starts it, and clients that sign as its account. */
export interface BenchAws extends RunningAws {
  s3: S3Client;
  iam: IAMClient;
  glue: GlueClient;
  serverless: RedshiftServerlessClient;
  data: RedshiftDataClient;
}

/** Starts it empty. What an earlier bench left running is ended first. */
export async function startBenchAws(log: Log): Promise<BenchAws> {
  process.env.LOCAL_AWS_FOLDER = path.join(benchFolder, "aws");
  await down();
  const running = await up(log);
  const config = {
    endpoint: running.endpoint,
    region: running.region,
    credentials: { accessKeyId: LOCAL_ACCESS_KEY, secretAccessKey: LOCAL_ACCESS_KEY },
  };
  return {
    ...running,
    s3: new S3Client({ ...config, forcePathStyle: true }),
    iam: new IAMClient(config),
    glue: new GlueClient(config),
    serverless: new RedshiftServerlessClient(config),
    data: new RedshiftDataClient(config),
  };
}

export async function endBenchAws(): Promise<void> {
  await down();
}
