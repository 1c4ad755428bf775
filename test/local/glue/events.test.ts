import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateJobCommand,
  StartCrawlerCommand,
  StartJobRunCommand,
} from "@aws-sdk/client-glue";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as assert from "node:assert/strict";
import {
  clientConfig,
  clientsOf,
  eventually,
  localAws,
  makeBucket,
  makeRole,
  uniqueName,
} from "../../support/local-aws";

interface Event {
  source: string;
  "detail-type": string;
  detail: Record<string, string>;
}

describe("Glue events", function () {
  this.timeout(180_000);

  it("tell EventBridge how crawls and runs end", async () => {
    const aws = await localAws();
    const { glue, iam, logs, s3 } = clientsOf(aws);
    const logGroupName = `/aws/events/${uniqueName("glue")}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const events = new EventBridgeClient(clientConfig(aws));
    const Rule = uniqueName("rule");
    await events.send(new PutRuleCommand({ Name: Rule, EventPattern: JSON.stringify({ source: ["aws.glue"] }) }));
    const Arn = `arn:aws:logs:${aws.region}:${aws.accountId}:log-group:${logGroupName}`;
    await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: "logs", Arn }] }));

    const Role = await makeRole(iam);
    const bucket = await makeBucket(s3, { "data/a.csv": "id,v\n1,1\n", "job.py": "raise ValueError('no')" });
    const DatabaseName = uniqueName("db").replace("-", "_");
    const name = uniqueName("events");
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
    const Targets = { S3Targets: [{ Path: `s3://${bucket}/data/` }] };
    await glue.send(new CreateCrawlerCommand({ Name: name, Role, DatabaseName, Targets }));
    await glue.send(new StartCrawlerCommand({ Name: name }));
    const Command = { Name: "glueetl", ScriptLocation: `s3://${bucket}/job.py` };
    await glue.send(new CreateJobCommand({ Name: name, Role, Command }));
    const { JobRunId } = await glue.send(new StartJobRunCommand({ JobName: name }));

    const event = (type: string, state: string, field: string) =>
      eventually(`${type} ${state}`, async () => {
        const { events: lines = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
        const all = lines.map(({ message = "" }) => JSON.parse(message) as Event);
        return all.find(
          (one) => one["detail-type"] === type && one.detail.state === state && one.detail[field] === name,
        )?.detail;
      });
    const crawl = await event("Glue Crawler State Change", "Succeeded", "crawlerName");
    assert.equal(crawl.tablesCreated, "1");
    const run = await event("Glue Job State Change", "FAILED", "jobName");
    assert.deepEqual([run.jobRunId, run.severity, run.message], [JobRunId, "ERROR", "ValueError: no"]);
  });
});
