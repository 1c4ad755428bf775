import {
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  BatchCreatePartitionCommand,
  BatchStopJobRunCommand,
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateJobCommand,
  CreateTableCommand,
  DeleteTableCommand,
  StartCrawlerCommand,
  StartJobRunCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import type { LocalAws } from "../../../local/aws";
import {
  clientConfig,
  clientsOf,
  eventually,
  localAws,
  makeBucket,
  makeRole,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";
import { documentOf } from "../../support/role-session";

interface Event {
  source: string;
  "detail-type": string;
  resources: string[];
  detail: Record<string, unknown>;
}

describe("Glue events", function () {
  this.timeout(180_000);
  let aws: LocalAws;
  let clients: TestClients;
  let Role: string;
  const logGroupName = `/aws/events/${uniqueName("glue")}`;

  before(async () => {
    aws = await localAws();
    clients = clientsOf(aws);
    Role = await makeRole(clients.iam);
    await clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
    const Arn = `arn:aws:logs:${aws.region}:${aws.accountId}:log-group:${logGroupName}`;
    const policyDocument = documentOf({
      ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" } },
      ...{ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${Arn}:*` },
    });
    await clients.logs.send(new PutResourcePolicyCommand({ policyName: uniqueName("events"), policyDocument }));
    const events = new EventBridgeClient(clientConfig(aws));
    const Rule = uniqueName("rule");
    await events.send(new PutRuleCommand({ Name: Rule, EventPattern: JSON.stringify({ source: ["aws.glue"] }) }));
    await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: "logs", Arn }] }));
  });

  const event = (type: string, wanted: Record<string, unknown>): Promise<Event> =>
    eventually(`${type} ${JSON.stringify(wanted)}`, async () => {
      const { events: lines = [] } = await clients.logs.send(new FilterLogEventsCommand({ logGroupName, limit: 1000 }));
      const all = lines.map(({ message = "" }) => JSON.parse(message) as Event);
      const isWanted = ({ detail }: Event) => Object.entries(wanted).every(([name, value]) => detail[name] === value);
      return all.find((one) => one["detail-type"] === type && isWanted(one));
    });

  async function job(script: string): Promise<string> {
    const bucket = await makeBucket(clients.s3, { "job.py": script });
    const Name = uniqueName("events");
    const Command = { Name: "glueetl", ScriptLocation: `s3://${bucket}/job.py` };
    const NotificationProperty = { NotifyDelayAfter: 1 };
    await clients.glue.send(new CreateJobCommand({ Name, Role, Command, NotificationProperty }));
    return Name;
  }

  it("tell EventBridge how crawls and runs end, and what a crawl made", async () => {
    const bucket = await makeBucket(clients.s3, { "data/a.csv": "id,v\n1,1\n" });
    const DatabaseName = uniqueName("db").replace("-", "_");
    const name = uniqueName("events");
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
    const Targets = { S3Targets: [{ Path: `s3://${bucket}/data/` }] };
    await clients.glue.send(new CreateCrawlerCommand({ Name: name, Role, DatabaseName, Targets }));
    await clients.glue.send(new StartCrawlerCommand({ Name: name }));
    const failing = await job("raise ValueError('no')");
    const { JobRunId } = await clients.glue.send(new StartJobRunCommand({ JobName: failing }));

    const crawl = await event("Glue Crawler State Change", { state: "Succeeded", crawlerName: name });
    assert.equal(crawl.detail.tablesCreated, "1");
    const { detail: run } = await event("Glue Job State Change", { state: "FAILED", jobName: failing });
    assert.deepEqual([run.jobRunId, run.severity, run.message], [JobRunId, "ERROR", "ValueError: no"]);
    const table = await event("Glue Data Catalog Database State Change", {
      databaseName: DatabaseName,
      typeOfChange: "CreateTable",
    });
    assert.deepEqual(table.detail.changedTables, ["data"]);
  });

  it("tell it that a run takes longer than its notification says", async () => {
    const JobName = await job("import time\ntime.sleep(600)");
    const { JobRunId } = await clients.glue.send(new StartJobRunCommand({ JobName }));
    const { detail } = await event("Glue Job Run Status", { jobName: JobName });
    assert.deepEqual(
      [detail.jobRunId, detail.state, detail.notificationCondition, detail.message],
      [JobRunId, "RUNNING", { NotifyDelayAfter: 1 }, "Job is in RUNNING state"],
    );
    await clients.glue.send(new BatchStopJobRunCommand({ JobName, JobRunIds: [JobRunId!] }));
    await event("Glue Job State Change", { state: "STOPPED", jobName: JobName });
  });

  it("tell it what changed in the Data Catalog, and nothing of what failed to", async () => {
    const { glue } = clients;
    const DatabaseName = uniqueName("db").replace("-", "_");
    const at = (resource: string) => `arn:aws:glue:${aws.region}:${aws.accountId}:${resource}`;
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
    const made = await event("Glue Data Catalog Database State Change", { databaseName: DatabaseName });
    assert.deepEqual([made.detail.typeOfChange, made.resources], ["CreateDatabase", [at(`database/${DatabaseName}`)]]);

    const TableInput = { Name: "t", PartitionKeys: [{ Name: "y", Type: "string" }] };
    await assert.rejects(glue.send(new UpdateTableCommand({ DatabaseName, TableInput })));
    await glue.send(new CreateTableCommand({ DatabaseName, TableInput }));
    await glue.send(new UpdateTableCommand({ DatabaseName, TableInput: { ...TableInput, Description: "new" } }));
    const PartitionInputList = [{ Values: ["2025"] }, { Values: ["2026"] }];
    await glue.send(new BatchCreatePartitionCommand({ DatabaseName, TableName: "t", PartitionInputList }));
    await glue.send(new DeleteTableCommand({ DatabaseName, Name: "t" }));

    const changed = (typeOfChange: string) =>
      event("Glue Data Catalog Table State Change", { databaseName: DatabaseName, typeOfChange, tableName: "t" });
    assert.deepEqual((await changed("UpdateTable")).resources, [at(`table/${DatabaseName}/t`)]);
    assert.deepEqual((await changed("BatchCreatePartition")).detail.changedPartitions, ["[2025]", "[2026]"]);
    const dropped = await event("Glue Data Catalog Database State Change", {
      databaseName: DatabaseName,
      typeOfChange: "DeleteTable",
    });
    assert.deepEqual([dropped.detail.changedTables, dropped.resources], [["t"], [at(`table/${DatabaseName}/t`)]]);
    const { events: lines = [] } = await clients.logs.send(new FilterLogEventsCommand({ logGroupName, limit: 1000 }));
    const updates = lines.filter(
      ({ message = "" }) => message.includes(DatabaseName) && message.includes("UpdateTable"),
    );
    assert.equal(updates.length, 1);
  });
});
