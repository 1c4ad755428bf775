import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { GlueClient } from "@aws-sdk/client-glue";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { GlueOptions } from "./options";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What the service itself signs with; a crawl or a run signs with its role's session. */
export const SERVICE_CREDENTIALS: Credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** Clients that sign with the given credentials and call the gateway. They hold no connection when nothing is under way. */
export class Clients {
  readonly s3: S3Client;
  readonly glue: GlueClient;
  readonly logs: CloudWatchLogsClient;
  readonly sts: STSClient;
  readonly ec2: EC2Client;

  constructor({ endpoint, region }: Pick<GlueOptions, "endpoint" | "region">, credentials: Credentials) {
    const config = { endpoint, region, credentials, maxAttempts: 2 };
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.glue = new GlueClient(config);
    this.logs = new CloudWatchLogsClient(config);
    this.sts = new STSClient(config);
    this.ec2 = new EC2Client(config);
  }

  close(): void {
    for (const client of [this.s3, this.glue, this.logs, this.sts, this.ec2]) client.destroy();
  }
}
