import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { strict as assert } from "node:assert";
import { setTimeout as delay } from "node:timers/promises";
import { fieldOf, type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("A scheduled action", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  let ClusterIdentifier: string;
  let IamRole: string;
  before(async () => {
    redshift = await localRedshift();
    ({ ClusterIdentifier } = await redshift.makeCluster());
    IamRole = await schedulerRole("redshift:PauseCluster");
  });
  after(() => redshift.deleteCluster(ClusterIdentifier));

  /** A role that the scheduler may assume, and that may make the one call on a cluster. */
  async function schedulerRole(Action: string, cluster = ClusterIdentifier): Promise<string> {
    const RoleName = unique("scheduler");
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    const Principal = { Service: "scheduler.redshift.amazonaws.com" };
    const AssumeRolePolicyDocument = document({ Effect: "Allow", Action: "sts:AssumeRole", Principal });
    const { Role } = await redshift.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const Resource = `arn:aws:redshift:us-east-1:123456789012:cluster:${cluster}`;
    const PolicyDocument = document({ Effect: "Allow", Action, Resource });
    await redshift.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "access", PolicyDocument }));
    return Role!.Arn!;
  }

  const make = (form: Record<string, string> = {}, target: Record<string, string> = pausing(ClusterIdentifier)) =>
    redshift.call("CreateScheduledAction", {
      ...{ ScheduledActionName: unique("action"), IamRole, Schedule: "cron(0 20 * * ? *)" },
      ...{ ...target, ...form },
    });
  const pausing = (name: string) => ({ "TargetAction.PauseCluster.ClusterIdentifier": name });
  const resuming = (name: string) => ({ "TargetAction.ResumeCluster.ClusterIdentifier": name });
  const status = async (name = ClusterIdentifier) =>
    fieldOf(await redshift.call("DescribeClusters", { ClusterIdentifier: name }), "ClusterStatus");
  const inSeconds = (seconds: number) => `at(${timeIn(seconds).toISOString().slice(0, 19)})`;
  const timeIn = (seconds: number) => new Date(redshift.clock.now().getTime() + seconds * 1000);
  async function until(wanted: string, name?: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    while ((await status(name)) !== wanted) {
      assert.ok(Date.now() < deadline, `the cluster is not ${wanted} in time`);
      await delay(50);
    }
  }

  it("is kept, shown with its next times, changed and deleted", async () => {
    const xml = await make({ ScheduledActionDescription: "", EndTime: "2099-01-01T00:00:00Z" });
    const ScheduledActionName = fieldOf(xml, "ScheduledActionName")!;
    assert.deepEqual([fieldOf(xml, "State"), fieldOf(xml, "EndTime")], ["ACTIVE", "2099-01-01T00:00:00.000Z"]);
    assert.match(xml, new RegExp(`<PauseCluster><ClusterIdentifier>${ClusterIdentifier}</ClusterIdentifier>`));
    assert.match(fieldOf(xml, "ScheduledActionTime")!, /T20:00:00\.000Z$/);
    const changed = { ScheduledActionName, Schedule: "cron(0 21 * * ? *)", Enable: "false" };
    await redshift.call("ModifyScheduledAction", changed);
    const shown = await redshift.call("DescribeScheduledActions", { ScheduledActionName });
    assert.deepEqual(
      ["Schedule", "State", "ScheduledActionTime"].map((name) => fieldOf(shown, name)),
      ["cron(0 21 * * ? *)", "DISABLED", undefined],
    );
    await assert.rejects(make({ ScheduledActionName }), { name: "ScheduledActionAlreadyExists" });
    await redshift.call("DeleteScheduledAction", { ScheduledActionName });
    await assert.rejects(redshift.call("DescribeScheduledActions", { ScheduledActionName }), {
      name: "ScheduledActionNotFound",
    });
  });

  it("happens at its time, as its role", async () => {
    await make({ Schedule: inSeconds(60) });
    redshift.clock.advance(59);
    assert.equal(await status(), "available");
    redshift.clock.advance(1);
    await until("paused");
    const resumer = await schedulerRole("redshift:ResumeCluster");
    await make({ Schedule: "cron(0 8 * * ? *)", IamRole: resumer }, resuming(ClusterIdentifier));
    redshift.clock.advance(24 * 3600);
    await until("available");
  });

  it("does not happen where its role may not, nor when it is disabled or deleted", async () => {
    const Schedule = inSeconds(60);
    await make({ Schedule, IamRole: await schedulerRole("redshift:ResumeCluster") });
    await make({ Schedule, Enable: "false" });
    const ScheduledActionName = fieldOf(await make({ Schedule }), "ScheduledActionName")!;
    await redshift.call("DeleteScheduledAction", { ScheduledActionName });
    await make({ Schedule, EndTime: timeIn(30).toISOString() });
    const { ClusterIdentifier: other } = await redshift.makeCluster();
    const pauser = await schedulerRole("redshift:PauseCluster", other);
    await make({ Schedule: inSeconds(61), IamRole: pauser }, pausing(other));
    redshift.clock.advance(61);
    await until("paused", other);
    assert.equal(await status(), "available");
    await redshift.deleteCluster(other);
  });

  it("wants a role that the scheduler may assume, a target and a schedule", async () => {
    const other = { IamRole: redshift.copyRole };
    await assert.rejects(make(other), { message: /The IAM role must delegate access to Amazon Redshift scheduler/ });
    const two = { ...pausing(ClusterIdentifier), ...resuming(ClusterIdentifier) };
    await assert.rejects(make({}, two), /exactly one of/);
    await assert.rejects(make({ Schedule: "daily" }), { name: "InvalidSchedule" });
  });
});
