import {
  BatchStopJobRunCommand,
  ConcurrentRunsExceededException,
  CreateJobCommand,
  type CreateJobCommandInput,
  CreateSecurityConfigurationCommand,
  GetJobCommand,
  GetJobRunCommand,
  GetJobRunsCommand,
  InvalidInputException,
  type JobRun,
  StartJobRunCommand,
  UpdateJobCommand,
} from "@aws-sdk/client-glue";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { LocalAws } from "../../../local/aws";
import {
  clientsOf,
  eventually,
  localAws,
  logLines,
  makeBucket,
  makeRole,
  putFiles,
  PYTHON,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";

describe("Glue jobs", function () {
  this.timeout(180_000);
  let aws: LocalAws;
  let clients: TestClients;
  let role: string;

  before(async () => {
    aws = await localAws();
    clients = clientsOf(aws);
    role = await makeRole(clients.iam);
  });

  async function makeJob(
    script: string,
    settings: Partial<CreateJobCommandInput> = {},
  ): Promise<{ job: string; bucket: string }> {
    const bucket = await makeBucket(clients.s3, { "code/script.py": script });
    const Name = uniqueName("job");
    const Command = { Name: "glueetl", ScriptLocation: `s3://${bucket}/code/script.py` };
    await clients.glue.send(new CreateJobCommand({ Name, Role: role, GlueVersion: "5.1", Command, ...settings }));
    return { job: Name, bucket };
  }

  async function start(JobName: string, Arguments?: Record<string, string>): Promise<string> {
    const { JobRunId } = await clients.glue.send(new StartJobRunCommand({ JobName, Arguments }));
    return JobRunId ?? "";
  }

  async function get(JobName: string, RunId: string): Promise<JobRun> {
    return (await clients.glue.send(new GetJobRunCommand({ JobName, RunId }))).JobRun ?? {};
  }

  function ended(job: string, id: string): Promise<JobRun> {
    return eventually(`the end of ${id}`, async () => {
      const run = await get(job, id);
      return run.CompletedOn ? run : undefined;
    });
  }

  it("shows a job with AWS's defaults, and replaces all of it on update", async () => {
    const { job, bucket } = await makeJob("pass", {
      WorkerType: "G.1X",
      NumberOfWorkers: 2,
      DefaultArguments: { "--a": "1" },
    });
    const { Job } = await clients.glue.send(new GetJobCommand({ JobName: job }));
    assert.equal(Job?.Timeout, 480);
    assert.equal(Job?.MaxCapacity, 2);
    assert.equal(Job?.MaxRetries, 0);
    assert.deepEqual(Job?.ExecutionProperty, { MaxConcurrentRuns: 1 });
    const Command = { Name: "glueetl", ScriptLocation: `s3://${bucket}/code/other.py` };
    await clients.glue.send(new UpdateJobCommand({ JobName: job, JobUpdate: { Role: role, Command, Timeout: 5 } }));
    const { Job: updated } = await clients.glue.send(new GetJobCommand({ JobName: job }));
    assert.equal(updated?.Timeout, 5);
    assert.equal(updated?.DefaultArguments, undefined);
    assert.deepEqual(updated?.CreatedOn, Job?.CreatedOn);
  });

  it("runs the script with its arguments, logs and role", async () => {
    const script = `
import json, sys, boto3, helper
print(json.dumps(sys.argv[1:]))
print(helper.NAME, boto3.client("sts").get_caller_identity()["Arn"])
print("to stderr", file=sys.stderr)
`;
    const { job, bucket } = await makeJob(script, { DefaultArguments: { "--x": "default", "--y": "kept" } });
    await putFiles(clients.s3, bucket, { "code/helper.zip": archive("helper.py", "NAME = 'from the archive'\n") });
    const id = await start(job, { "--x": "given", "--extra-py-files": `s3://${bucket}/code/helper.zip` });
    const run = await ended(job, id);
    assert.equal(run.JobRunState, "SUCCEEDED", run.ErrorMessage);
    const [argv, identity] = await logLines(clients.logs, "/aws-glue/jobs/output", id);
    const args = JSON.parse(argv) as string[];
    const value = (name: string) => args[args.indexOf(name) + 1];
    assert.deepEqual(["--JOB_NAME", "--JOB_RUN_ID", "--x", "--y"].map(value), [job, id, "given", "kept"]);
    assert.equal(
      identity,
      `from the archive arn:aws:sts::${aws.accountId}:assumed-role/${role.split("/")[1]}/GlueJobRunnerSession`,
    );
    assert.deepEqual(await logLines(clients.logs, "/aws-glue/jobs/error", id), ["to stderr"]);
  });

  it("logs to groups of its own where it is told to, by its security configuration besides", async () => {
    const { job } = await makeJob("print('here')", { DefaultArguments: { "--custom-logGroup-prefix": "/shop/jobs" } });
    const id = await start(job);
    assert.equal((await ended(job, id)).LogGroupName, "/shop/jobs");
    assert.deepEqual(await logLines(clients.logs, "/shop/jobs/output", id), ["here"]);

    const SecurityConfiguration = uniqueName("shop");
    const nothing = new CreateSecurityConfigurationCommand({
      Name: SecurityConfiguration,
      EncryptionConfiguration: {},
    });
    await clients.glue.send(nothing);
    const configured = await makeJob("print('here')", { SecurityConfiguration });
    const other = await start(configured.job);
    await ended(configured.job, other);
    const group = `/aws-glue/jobs/${SecurityConfiguration}-role/${role.split("/")[1]}/output`;
    assert.deepEqual(await logLines(clients.logs, group, other), ["here"]);
  });

  it("writes logs while the script runs", async () => {
    const { job } = await makeJob(`import time\nprint("early")\ntime.sleep(60)`);
    const id = await start(job);
    await eventually("the first line", async () => (await logLines(clients.logs, "/aws-glue/jobs/output", id))[0]);
    assert.equal((await get(job, id)).JobRunState, "RUNNING");
    await clients.glue.send(new BatchStopJobRunCommand({ JobName: job, JobRunIds: [id] }));
    assert.equal((await ended(job, id)).JobRunState, "STOPPED");
  });

  it("fails with the exception's text", async () => {
    const { job } = await makeJob(`raise ValueError("3 rows are missing")`);
    const run = await ended(job, await start(job));
    assert.equal(run.JobRunState, "FAILED");
    assert.equal(run.ErrorMessage, "ValueError: 3 rows are missing");
  });

  it("fails when the script is not there", async () => {
    const bucket = await makeBucket(clients.s3);
    const { job } = await makeJob("pass", {
      Command: { Name: "glueetl", ScriptLocation: `s3://${bucket}/missing.py` },
    });
    const run = await ended(job, await start(job));
    assert.equal(run.JobRunState, "FAILED");
    assert.match(run.ErrorMessage ?? "", new RegExp(`LAUNCH ERROR .*bucket: ${bucket}, key: missing.py`));
  });

  it("fails when a Python package that it asks for is not there, and starts nothing", async () => {
    const { job } = await makeJob(`print("started")`);
    const id = await start(job, { "--additional-python-modules": "boto3,no-such-package==1.0" });
    const run = await ended(job, id);
    assert.equal(run.JobRunState, "FAILED");
    assert.match(run.ErrorMessage ?? "", /^--additional-python-modules: .* lacks no-such-package==1\.0\. /);
    assert.deepEqual(await logLines(clients.logs, "/aws-glue/jobs/output", id), []);
  });

  it("tries again as often as MaxRetries says", async () => {
    const { job } = await makeJob(`raise SystemExit("never")`, { MaxRetries: 1 });
    const first = await start(job);
    const second = await ended(
      job,
      await eventually("the retry", async () => {
        const { JobRuns = [] } = await clients.glue.send(new GetJobRunsCommand({ JobName: job }));
        return JobRuns.find(({ Attempt }) => Attempt === 1)?.Id;
      }),
    );
    assert.equal(second.Id, `${first}_attempt_1`);
    assert.equal(second.PreviousRunId, first);
    assert.equal(second.ErrorMessage, "SystemExit: never");
  });

  it("ends a run that takes longer than its timeout", async () => {
    const { job } = await makeJob("import time\ntime.sleep(600)", { Timeout: 1 });
    const run = await ended(job, await start(job));
    assert.equal(run.JobRunState, "TIMEOUT");
    assert.match(run.ErrorMessage ?? "", /timeout of 1 minutes/);
  });

  it("refuses a run above MaxConcurrentRuns", async () => {
    const { job } = await makeJob("import time\ntime.sleep(600)");
    const id = await start(job);
    await assert.rejects(start(job), ConcurrentRunsExceededException);
    await clients.glue.send(new BatchStopJobRunCommand({ JobName: job, JobRunIds: [id] }));
    await ended(job, id);
  });

  it("refuses a role that does not trust Glue, and what is not emulated", async () => {
    const other = await makeRole(clients.iam, "ec2.amazonaws.com");
    await assert.rejects(makeJob("pass", { Role: other }), InvalidInputException);
    await assert.rejects(makeJob("pass", { Role: "missing" }), /unable to assume role/);
    await assert.rejects(makeJob("pass", { GlueVersion: "4.0" }), /GlueVersion "4.0" of a job is not emulated/);
  });

  it("runs Spark, which reads several files of s3:// at once and writes there", async () => {
    const script = `
import sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
bucket = sys.argv[sys.argv.index("--bucket") + 1]
rows = spark.read.option("header", True).csv([f"s3://{bucket}/in/{name}.csv" for name in "abc"])
rows.repartition(1).write.mode("overwrite").json(f"s3://{bucket}/out/")
print("rows", rows.count())
`;
    const { job, bucket } = await makeJob(script, { WorkerType: "G.025X", NumberOfWorkers: 2 });
    await putFiles(clients.s3, bucket, {
      "in/a.csv": "a,b\n1,x\n2,y\n",
      "in/b.csv": "a,b\n3,z\n",
      "in/c.csv": "a,b\n",
    });
    const id = await start(job, { "--bucket": bucket });
    const run = await ended(job, id);
    const errors = await logLines(clients.logs, "/aws-glue/jobs/error", id);
    assert.equal(run.JobRunState, "SUCCEEDED", `${run.ErrorMessage}\n${errors.join("\n")}`);
    assert.deepEqual(await logLines(clients.logs, "/aws-glue/jobs/output", id), ["rows 3"]);
    await clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: "out/_SUCCESS" }));
  });

  it("starts Spark from the archive of its classes", async () => {
    const script = "from pyspark.sql import SparkSession\nSparkSession.builder.getOrCreate()";
    const { job } = await makeJob(script);
    const log = path.join(aws.folder, "classes.log");
    const id = await start(job, { "--conf": `spark.driver.extraJavaOptions=-Xlog:class+load:file=${log}` });
    assert.equal((await ended(job, id)).JobRunState, "SUCCEEDED");
    assert.match(fs.readFileSync(log, "utf8"), /org\.apache\.spark\.SparkContext source: shared objects file \(top\)/);
  });

  /** A zip archive of one file, made by Python's own tool. */
  function archive(name: string, content: string): Buffer {
    const folder = fs.mkdtempSync(path.join(aws.folder, "archive-"));
    fs.writeFileSync(path.join(folder, name), content);
    execFileSync(PYTHON, ["-m", "zipfile", "-c", "archive.zip", name], { cwd: folder });
    return fs.readFileSync(path.join(folder, "archive.zip"));
  }
});
