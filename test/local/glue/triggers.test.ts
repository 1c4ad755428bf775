import {
  BatchStopJobRunCommand,
  ConcurrentRunsExceededException,
  DeleteTriggerCommand,
  StartJobRunCommand,
  StopTriggerCommand,
  UpdateTriggerCommand,
} from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import { logLines } from "../../support/local-aws";
import { crawlIs, Flows, jobIs } from "./flows";

describe("Glue triggers", function () {
  this.timeout(180_000);
  let flows: Flows;

  before(async () => {
    flows = await Flows.start();
  });
  const glue = () => flows.clients.glue;
  const stop = (Name: string) => glue().send(new StopTriggerCommand({ Name }));

  it("on demand start their jobs at once, with what their actions say", async () => {
    const job = await flows.job("import sys\nprint(sys.argv[1:])", {
      DefaultArguments: { "--x": "default", "--y": "kept" },
    });
    const Arguments = { "--x": "given" };
    const action = { JobName: job, Arguments, Timeout: 9, NotificationProperty: { NotifyDelayAfter: 3 } };
    const trigger = await flows.trigger({ Type: "ON_DEMAND", Actions: [action] });
    assert.deepEqual(await flows.runs(job), []);
    await flows.fire(trigger);
    const [run] = await flows.ended(job);
    assert.deepEqual(
      [run.JobRunState, run.TriggerName, run.Timeout, run.Arguments, run.NotificationProperty],
      ["SUCCEEDED", trigger, 9, Arguments, { NotifyDelayAfter: 3 }],
    );
    const [line] = await logLines(flows.clients.logs, "/aws-glue/jobs/output", run.Id!);
    assert.match(line, /'--x', 'given', '--y', 'kept'|'--y', 'kept', '--x', 'given'/);
    assert.equal((await flows.getTrigger(trigger)).State, "CREATED");
  });

  it("of a schedule fire at its times and not before, and only while they are activated", async () => {
    const job = await flows.job();
    const { Schedule, seconds } = flows.cronIn(10);
    const trigger = await flows.trigger({ Type: "SCHEDULED", Schedule, Actions: [{ JobName: job }] });
    const day = 24 * 3600;
    flows.clock.advance(seconds);
    assert.deepEqual(await flows.runs(job), [], "it is not activated");
    await flows.fire(trigger);
    flows.clock.advance(day - 1);
    assert.deepEqual(await flows.runs(job), []);
    flows.clock.advance(1);
    const [run] = await flows.ended(job);
    assert.equal(run.TriggerName, trigger);
    flows.clock.advance(day);
    await flows.ended(job, 2);
    const TriggerUpdate = { Schedule: flows.cronIn(30).Schedule, Actions: [{ JobName: job }] };
    await glue().send(new UpdateTriggerCommand({ Name: trigger, TriggerUpdate }));
    flows.clock.advance(30 * 60);
    await flows.ended(job, 3);
    await stop(trigger);
    flows.clock.advance(2 * day);
    assert.equal((await flows.runs(job)).length, 3);
  });

  it("with a condition start what waits for it, and not what waits for another state", async () => {
    const [good, bad] = [await flows.job(), await flows.job("raise ValueError('no')")];
    const [onSuccess, onFailure, onAnother] = [await flows.job(), await flows.job(), await flows.job()];
    const trigger = await flows.when({ Conditions: [jobIs(good, "SUCCEEDED")] }, onSuccess);
    await flows.when({ Conditions: [jobIs(bad, "FAILED")] }, onFailure);
    await flows.when({ Conditions: [jobIs(bad, "SUCCEEDED")] }, onAnother);
    await flows.when({ Conditions: [jobIs(good, "TIMEOUT")] }, onAnother);
    const Actions = [{ JobName: good }, { JobName: bad }];
    await flows.fire(await flows.trigger({ Type: "ON_DEMAND", Actions }));
    const [run] = await flows.ended(onSuccess);
    const [first] = await flows.runs(good);
    assert.equal(run.TriggerName, trigger);
    assert.deepEqual(run.PredecessorRuns, [{ JobName: good, RunId: first.Id }]);
    await flows.ended(onFailure);
    assert.deepEqual(await flows.runs(onAnother), []);
  });

  it("with conditions do not heed what no trigger started, nor do they while they are not activated", async () => {
    const [first, second, third] = [await flows.job(), await flows.job(), await flows.job()];
    await flows.when({ Conditions: [jobIs(first, "SUCCEEDED")] }, second);
    const off = await flows.when({ Conditions: [jobIs(first, "SUCCEEDED")] }, third);
    await stop(off);
    await glue().send(new StartJobRunCommand({ JobName: first }));
    await flows.ended(first);
    assert.deepEqual(await flows.runs(second), []);
    await flows.fire(await flows.trigger({ Type: "ON_DEMAND", Actions: [{ JobName: first }] }));
    await flows.ended(second);
    assert.deepEqual(await flows.runs(third), []);
  });

  it("wait for all conditions with AND, for one with ANY, and fire once", async () => {
    const [quick, slow] = [await flows.job(), await flows.job("import time\ntime.sleep(600)")];
    const [afterAll, afterAny] = [
      await flows.job(),
      await flows.job("pass", { ExecutionProperty: { MaxConcurrentRuns: 3 } }),
    ];
    const Conditions = [jobIs(quick, "SUCCEEDED"), jobIs(slow, "STOPPED")];
    await flows.when({ Logical: "AND", Conditions }, afterAll);
    await flows.when({ Logical: "ANY", Conditions }, afterAny);
    await flows.fire(await flows.trigger({ Type: "ON_DEMAND", Actions: [{ JobName: quick }, { JobName: slow }] }));
    await flows.ended(afterAny);
    assert.deepEqual(await flows.runs(afterAll), []);
    const [{ Id }] = await flows.runs(slow);
    await glue().send(new BatchStopJobRunCommand({ JobName: slow, JobRunIds: [Id!] }));
    await flows.ended(afterAll);
    assert.equal((await flows.runs(afterAny)).length, 1);
  });

  it("start nothing after a crawl that failed, but what waits for that", async () => {
    const [good, bad] = [await flows.crawler(), await flows.crawler(false)];
    const [onGood, onBad, onFailure] = [await flows.job(), await flows.job(), await flows.job()];
    await flows.when({ Conditions: [crawlIs(good, "SUCCEEDED")] }, onGood);
    await flows.when({ Conditions: [crawlIs(bad, "SUCCEEDED")] }, onBad);
    await flows.when({ Conditions: [crawlIs(bad, "FAILED")] }, onFailure);
    const Actions = [{ CrawlerName: good }, { CrawlerName: bad }];
    await flows.fire(await flows.trigger({ Type: "ON_DEMAND", Actions }));
    await Promise.all([flows.ended(onGood), flows.ended(onFailure)]);
    assert.deepEqual(await flows.runs(onBad), []);
  });

  it("heed the last attempt of a job that is tried again", async () => {
    const job = await flows.job("raise SystemExit('never')", { MaxRetries: 1 });
    const next = await flows.job("pass", { ExecutionProperty: { MaxConcurrentRuns: 2 } });
    await flows.when({ Conditions: [jobIs(job, "FAILED")] }, next);
    const trigger = await flows.trigger({ Type: "ON_DEMAND", Actions: [{ JobName: job }] });
    await flows.fire(trigger);
    const [run] = await flows.ended(next);
    const attempts = await flows.runs(job);
    assert.deepEqual(
      attempts.map(({ Attempt, TriggerName }) => [Attempt, TriggerName]),
      [
        [1, trigger],
        [0, trigger],
      ],
    );
    assert.ok(run.StartedOn! >= attempts[0].CompletedOn!);
    assert.equal((await flows.runs(next)).length, 1);
  });

  it("cannot start more runs of a job than it takes", async () => {
    const job = await flows.job("import time\ntime.sleep(600)");
    const trigger = await flows.trigger({ Type: "ON_DEMAND", Actions: [{ JobName: job }] });
    await flows.fire(trigger);
    await assert.rejects(flows.fire(trigger), ConcurrentRunsExceededException);
    const [{ Id }] = await flows.runs(job);
    await glue().send(new BatchStopJobRunCommand({ JobName: job, JobRunIds: [Id!] }));
    assert.equal((await flows.ended(job)).length, 1);
  });

  it("are gone with their times when they are deleted", async () => {
    const job = await flows.job();
    const { Schedule, seconds } = flows.cronIn(10);
    const Name = await flows.trigger({
      Type: "SCHEDULED",
      Schedule,
      Actions: [{ JobName: job }],
      StartOnCreation: true,
    });
    await glue().send(new DeleteTriggerCommand({ Name }));
    flows.clock.advance(seconds + 24 * 3600);
    assert.deepEqual(await flows.runs(job), []);
  });
});
