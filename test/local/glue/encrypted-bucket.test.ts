import { CreateJobCommand, GetJobRunCommand, type JobRun, StartJobRunCommand } from "@aws-sdk/client-glue";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { HeadObjectCommand, ListObjectsV2Command, PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { keyThroughS3 } from "../../../components/access/documents";
import type { LocalAws } from "../../../local/aws";
import { makeCertificate } from "../../../local/gateway/certificate";
import {
  clientConfig,
  clientsOf,
  eventually,
  localAws,
  logLines,
  makeBucket,
  putFiles,
  PYTHON,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";
import { roleOf } from "../../support/role-session";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

/** What it writes lies in a folder from which the committer moves it: S3 copies. */
const SCRIPT = `
import sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
bucket, out = (sys.argv[sys.argv.index(name) + 1] for name in ("--bucket", "--out"))
rows = spark.read.option("header", True).csv(f"s3://{bucket}/in/")
rows.repartition(2).write.partitionBy("b").parquet(f"s3://{bucket}/{out}/")
print("rows", spark.read.parquet(f"s3://{bucket}/{out}/").count())
`;

describe("Spark and a bucket that a KMS key encrypts", function () {
  this.timeout(180_000);
  let aws: LocalAws;
  let clients: TestClients;
  let Bucket: string;
  let keyArn: string;

  before(async () => {
    aws = await localAws();
    clients = clientsOf(aws);
    keyArn = (await new KMSClient(clientConfig(aws)).send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    Bucket = await makeBucket(clients.s3);
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: keyArn };
    const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
    await clients.s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    const [a, b] = ["a,b\n1,x\n2,y\n", "a,b\n3,x\n"];
    await putFiles(clients.s3, Bucket, { "code/script.py": SCRIPT, "in/a.csv": a, "in/b.csv": b });
  });

  /** A run of a job whose role may do all with S3 and logs, and with the key what is given. */
  async function run(actions: string[], args: Record<string, string> = {}): Promise<JobRun> {
    const managed = ["AmazonS3FullAccess", "CloudWatchLogsFullAccess"].map((name) => `arn:aws:iam::aws:policy/${name}`);
    const statements = keyThroughS3(place, keyArn, actions);
    const { Arn } = await roleOf(clients.iam, { statements, managed });
    const JobName = uniqueName("job");
    const Command = { Name: "glueetl", ScriptLocation: `s3://${Bucket}/code/script.py` };
    await clients.glue.send(new CreateJobCommand({ Name: JobName, Role: Arn, GlueVersion: "5.1", Command }));
    const Arguments = { "--bucket": Bucket, "--out": "out", ...args };
    const { JobRunId: RunId } = await clients.glue.send(new StartJobRunCommand({ JobName, Arguments }));
    return eventually(`the end of ${RunId}`, async () => {
      const { JobRun } = await clients.glue.send(new GetJobRunCommand({ JobName, RunId }));
      return JobRun?.CompletedOn ? JobRun : undefined;
    });
  }
  const errorsOf = async ({ Id }: JobRun) => (await logLines(clients.logs, "/aws-glue/jobs/error", Id!)).join("\n");

  it("reads it and writes Parquet to it, all of which the key encrypts", async () => {
    const done = await run(["kms:Decrypt", "kms:GenerateDataKey"]);
    assert.equal(done.JobRunState, "SUCCEEDED", `${done.ErrorMessage}\n${await errorsOf(done)}`);
    assert.deepEqual(await logLines(clients.logs, "/aws-glue/jobs/output", done.Id!), ["rows 3"]);
    const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket, Prefix: "out/b=" }));
    const files = Contents.filter(({ Key }) => Key!.endsWith(".parquet"));
    assert.ok(files.length >= 2);
    for (const { Key } of files) {
      const { ServerSideEncryption, SSEKMSKeyId } = await clients.s3.send(new HeadObjectCommand({ Bucket, Key }));
      assert.deepEqual([ServerSideEncryption, SSEKMSKeyId], ["aws:kms", keyArn], Key);
    }
  });

  it("does not write there without kms:GenerateDataKey, and says so", async () => {
    const failed = await run(["kms:Decrypt"], { "--out": "refused" });
    assert.equal(failed.JobRunState, "FAILED");
    const refusal = `is not authorized to perform: kms:GenerateDataKey on resource: ${keyArn} because no `;
    assert.match(await errorsOf(failed), new RegExp(`AccessDenied.*${refusal}`));
  });

  it("talks to nobody whose certificate it does not know", async () => {
    const folder = fs.mkdtempSync(path.join(aws.folder, "other-"));
    const { truststore } = await makeCertificate({ python: PYTHON, folder });
    const settings = [
      `spark.driver.extraJavaOptions=-Djavax.net.ssl.trustStore=${truststore}`,
      // Else it would try for minutes.
      "spark.hadoop.fs.s3a.attempts.maximum=1",
      "spark.hadoop.fs.s3a.retry.limit=0",
    ];
    const failed = await run(["kms:Decrypt", "kms:GenerateDataKey"], { "--conf": settings.join(" --conf ") });
    assert.equal(failed.JobRunState, "FAILED");
    assert.match(await errorsOf(failed), /SSLHandshakeException: PKIX path validation failed/);
  });
});
