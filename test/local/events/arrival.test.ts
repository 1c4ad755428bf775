import { EventBridgeClient, PutRuleCommand, PutTargetsCommand, type Target } from "@aws-sdk/client-eventbridge";
import { DeleteWorkflowCommand, type EventBatchingCondition } from "@aws-sdk/client-glue";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import type { BusEvent } from "../../../local/events/event";
import { clientConfig, eventually, makeBucket, putFiles, uniqueName } from "../../support/local-aws";
import { roleOf } from "../../support/role-session";
import { Flows } from "../glue/flows";
import { Messages } from "./messages";

interface Created {
  bucket: { name: string };
  object: { key: string; size: number; etag: string; "version-id"?: string; sequencer: string };
  reason: string;
  requester: string;
}

describe("a file that arrives", function () {
  this.timeout(120_000);
  let flows: Flows;
  let events: EventBridgeClient;
  let messages: Messages;

  before(async () => {
    flows = await Flows.start();
    events = new EventBridgeClient(clientConfig(flows.aws));
    messages = new Messages(flows.aws);
  });
  const s3 = () => flows.clients.s3;

  async function bucketThatTells(): Promise<string> {
    const Bucket = await makeBucket(s3());
    await tell(Bucket);
    return Bucket;
  }
  const tell = (Bucket: string, tells = true) =>
    s3().send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: tells ? { EventBridgeConfiguration: {} } : {},
      }),
    );
  /** A rule of what arrives under `in/` of the bucket. */
  async function arrivals(bucket: string, target: Omit<Target, "Id">): Promise<void> {
    const Name = uniqueName("rule");
    const detail = { bucket: { name: [bucket] }, object: { key: [{ prefix: "in/" }] } };
    const EventPattern = JSON.stringify({ source: ["aws.s3"], "detail-type": ["Object Created"], detail });
    await events.send(new PutRuleCommand({ Name, EventPattern }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "t", ...target }] }));
  }

  it("is told of by S3, in its shape, whichever way it came", async () => {
    const Bucket = await bucketThatTells();
    await s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const queue = await messages.queue();
    await arrivals(Bucket, { Arn: queue.arn });
    const next = async () => JSON.parse((await messages.message(queue)).Body) as BusEvent & { detail: Created };

    const Key = "in/a b+é.csv";
    const { ETag, VersionId } = await s3().send(new PutObjectCommand({ Bucket, Key, Body: "12345" }));
    const put = await next();
    assert.deepEqual(
      [put.source, put["detail-type"], put.resources],
      ["aws.s3", "Object Created", [`arn:aws:s3:::${Bucket}`]],
    );
    const { sequencer, ...object } = put.detail.object;
    assert.deepEqual(object, { key: Key, size: 5, etag: ETag?.replace(/"/g, ""), "version-id": VersionId });
    assert.deepEqual(
      [put.detail.bucket, put.detail.reason, put.detail.requester],
      [{ name: Bucket }, "PutObject", "123456789012"],
    );

    await s3().send(new CopyObjectCommand({ Bucket, Key: "in/copy", CopySource: encodeURI(`${Bucket}/${Key}`) }));
    const copied = await next();
    assert.deepEqual([copied.detail.object.key, copied.detail.reason], ["in/copy", "CopyObject"]);
    assert.ok(copied.detail.object.sequencer > sequencer);

    const upload = { Bucket, Key: "in/parts" };
    const { UploadId } = await s3().send(new CreateMultipartUploadCommand(upload));
    const part = await s3().send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: "abc" }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    await s3().send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));
    const completed = await next();
    const { key, size } = completed.detail.object;
    assert.deepEqual([key, size, completed.detail.reason], ["in/parts", 3, "CompleteMultipartUpload"]);
    assert.deepEqual(await messages.received(queue), []);
  });

  it("is not told of from another folder, nor by a bucket that tells nothing", async () => {
    const Bucket = await makeBucket(s3());
    const queue = await messages.queue();
    await arrivals(Bucket, { Arn: queue.arn });
    await putFiles(s3(), Bucket, { "in/before": "1" });
    await tell(Bucket);
    await putFiles(s3(), Bucket, { "out/elsewhere": "1", "in/told": "1" });
    const { detail } = JSON.parse((await messages.message(queue)).Body) as { detail: Created };
    assert.equal(detail.object.key, "in/told");
    await tell(Bucket, false);
    await putFiles(s3(), Bucket, { "in/after": "1" });
    await tell(Bucket);
    await putFiles(s3(), Bucket, { "in/again": "1" });
    const { detail: second } = JSON.parse((await messages.message(queue)).Body) as { detail: Created };
    assert.equal(second.object.key, "in/again");
    assert.deepEqual(await messages.received(queue), []);
  });

  it("is told of as long as the bucket's notifications say so, which show it beside others", async () => {
    const Bucket = await bucketThatTells();
    const shown = async (name: string) => {
      const { EventBridgeConfiguration, QueueConfigurations } = await s3().send(
        new GetBucketNotificationConfigurationCommand({ Bucket: name }),
      );
      return { EventBridgeConfiguration, QueueConfigurations };
    };
    assert.deepEqual((await shown(Bucket)).EventBridgeConfiguration, {});
    const QueueArn = (await messages.queue()).arn;
    const QueueConfigurations = [{ Id: "q", QueueArn, Events: ["s3:ObjectCreated:*" as const] }];
    const both = { EventBridgeConfiguration: {}, QueueConfigurations };
    await s3().send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: both }));
    assert.deepEqual(await shown(Bucket), both);
    await s3().send(new DeleteBucketLifecycleCommand({ Bucket }));
    assert.deepEqual(await shown(Bucket), both);
    await tell(Bucket, false);
    assert.equal((await shown(Bucket)).EventBridgeConfiguration, undefined);
    await tell(Bucket);
    await s3().send(new DeleteBucketCommand({ Bucket }));
    await s3().send(new CreateBucketCommand({ Bucket }));
    assert.equal((await shown(Bucket)).EventBridgeConfiguration, undefined);
    const missing = uniqueName("missing");
    await assert.rejects(tell(missing), /NoSuchBucket/);
  });

  describe("starts a workflow", () => {
    const workflowArn = (name: string) => `arn:aws:glue:us-east-1:123456789012:workflow/${name}`;

    async function loading(EventBatchingCondition?: EventBatchingCondition, MaxConcurrentRuns?: number) {
      const workflow = await flows.workflow({ MaxConcurrentRuns });
      const job = await flows.job(MaxConcurrentRuns ? "import time\ntime.sleep(600)" : "pass");
      await flows.trigger({
        WorkflowName: workflow,
        Type: "EVENT",
        Actions: [{ JobName: job }],
        EventBatchingCondition,
      });
      return { workflow, job, bucket: await bucketThatTells() };
    }
    const notifier = (workflow: string, more: { service?: string; action?: string } = {}) => {
      const { service = "events.amazonaws.com", action = "glue:notifyEvent" } = more;
      const statements = [{ Effect: "Allow", Action: action, Resource: workflowArn(workflow) }];
      return roleOf(flows.clients.iam, { statements, service });
    };
    /** What EventBridge tried for the workflow. */
    const attempts = async (workflow: string) =>
      flows.aws.calls.recent().filter(({ checked }) => checked?.some((it) => it.resource === workflowArn(workflow)));
    const attempted = (workflow: string, count: number) =>
      eventually(
        `${count} events for ${workflow}`,
        async () => {
          const made = await attempts(workflow);
          return made.length >= count ? made : undefined;
        },
        20,
      );

    it("as the target's role", async () => {
      const { workflow, job, bucket } = await loading();
      const { Arn, RoleName } = await notifier(workflow);
      await arrivals(bucket, { Arn: workflowArn(workflow), RoleArn: Arn });
      await putFiles(s3(), bucket, { "out/no": "1", "in/yes": "1" });
      const [call] = await attempted(workflow, 1);
      assert.match(call.caller, new RegExp(`^arn:aws:sts::123456789012:assumed-role/${RoleName}/rule-`));
      assert.deepEqual([call.service, call.action, call.status], ["glue", "NotifyEvent", 200]);
      const [{ WorkflowRunId }] = await flows.workflowRuns(workflow);
      const run = await flows.runEnded(workflow, WorkflowRunId!);
      assert.deepEqual(run.StartingEventBatchCondition, { BatchSize: 1, BatchWindow: 0 });
      assert.match(run.WorkflowRunProperties?.["aws:eventIds"] ?? "", /^\[[\da-f-]{36}\]$/);
      assert.equal((await flows.runs(job)).length, 1);
    });

    it("once as many have come as its batch takes", async () => {
      const { workflow, bucket } = await loading({ BatchSize: 3 });
      await arrivals(bucket, { Arn: workflowArn(workflow), RoleArn: (await notifier(workflow)).Arn });
      await putFiles(s3(), bucket, { "in/1": "", "in/2": "" });
      await attempted(workflow, 2);
      assert.deepEqual(await flows.workflowRuns(workflow), []);
      await putFiles(s3(), bucket, { "in/3": "", "in/4": "" });
      await attempted(workflow, 4);
      const [run, ...more] = await flows.workflowRuns(workflow);
      assert.deepEqual(more, []);
      assert.deepEqual(run.StartingEventBatchCondition, { BatchSize: 3, BatchWindow: 0 });
      assert.equal(run.WorkflowRunProperties?.["aws:eventIds"].split(", ").length, 3);
    });

    it("when its window has passed since the first came, and not before", async () => {
      const { workflow, bucket } = await loading({ BatchSize: 100, BatchWindow: 60 });
      await arrivals(bucket, { Arn: workflowArn(workflow), RoleArn: (await notifier(workflow)).Arn });
      await putFiles(s3(), bucket, { "in/1": "" });
      await attempted(workflow, 1);
      flows.clock.advance(59);
      await putFiles(s3(), bucket, { "in/2": "" });
      await attempted(workflow, 2);
      assert.deepEqual(await flows.workflowRuns(workflow), []);
      flows.clock.advance(1);
      const [run] = await flows.workflowRuns(workflow);
      assert.deepEqual(run.StartingEventBatchCondition, { BatchSize: 0, BatchWindow: 60 });
      assert.equal(run.WorkflowRunProperties?.["aws:eventIds"].split(", ").length, 2);
      flows.clock.advance(3600);
      assert.equal((await flows.workflowRuns(workflow)).length, 1);
    });

    it("but not above its concurrent runs: that run is an ERROR, and is not tried again", async () => {
      const { workflow, bucket } = await loading(undefined, 1);
      await arrivals(bucket, { Arn: workflowArn(workflow), RoleArn: (await notifier(workflow)).Arn });
      await putFiles(s3(), bucket, { "in/1": "" });
      await attempted(workflow, 1);
      await putFiles(s3(), bucket, { "in/2": "" });
      await attempted(workflow, 2);
      const runs = await flows.workflowRuns(workflow);
      assert.deepEqual(
        runs.map(({ Status }) => Status),
        ["ERROR", "RUNNING"],
      );
      assert.equal(runs[0].ErrorMessage, `Concurrent runs exceeded for workflow: ${workflow}.`);
    });

    it("only where the role trusts EventBridge and may notify that workflow", async () => {
      const { workflow, bucket } = await loading();
      const other = await flows.workflow();
      const untrusting = await notifier(workflow, { service: "glue.amazonaws.com" });
      const helpless = await notifier(workflow, { action: "glue:StartWorkflowRun" });
      const elsewhere = await notifier(other);
      for (const { Arn } of [untrusting, helpless, elsewhere]) {
        await arrivals(bucket, { Arn: workflowArn(workflow), RoleArn: Arn });
      }
      await putFiles(s3(), bucket, { "in/1": "" });
      const tries = await eventually("the tries", async () => {
        const names = [untrusting, helpless, elsewhere].map(({ RoleName }) => RoleName);
        const found = flows.aws.calls
          .recent()
          .filter(({ action, caller }) => action === "NotifyEvent" && names.some((it) => caller.includes(it)));
        return found.length === 3 ? found : undefined;
      });
      assert.deepEqual(
        tries.map(({ status }) => status),
        [403, 403, 403],
      );
      assert.deepEqual(await flows.workflowRuns(workflow), []);
    });

    it("only with a trigger that takes events", async () => {
      const workflow = await flows.workflow();
      const job = await flows.job();
      await flows.trigger({ WorkflowName: workflow, Type: "ON_DEMAND", Actions: [{ JobName: job }] });
      const bucket = await bucketThatTells();
      await arrivals(bucket, { Arn: workflowArn(workflow), RoleArn: (await notifier(workflow)).Arn });
      const { error } = console;
      const lines: string[] = [];
      console.error = (line: string) => lines.push(line);
      try {
        await putFiles(s3(), bucket, { "in/1": "" });
        assert.equal((await attempted(workflow, 1))[0].status, 400);
      } finally {
        console.error = error;
      }
      assert.match(lines.join(), /has no starting trigger of type EVENT/);
      assert.deepEqual(await flows.workflowRuns(workflow), []);
    });

    it("no more once its workflow is gone", async () => {
      const { workflow, job, bucket } = await loading({ BatchSize: 2, BatchWindow: 60 });
      await arrivals(bucket, { Arn: workflowArn(workflow), RoleArn: (await notifier(workflow)).Arn });
      await putFiles(s3(), bucket, { "in/1": "" });
      await attempted(workflow, 1);
      await flows.clients.glue.send(new DeleteWorkflowCommand({ Name: workflow }));
      flows.clock.advance(60);
      assert.deepEqual(await flows.runs(job), []);
    });
  });
});
