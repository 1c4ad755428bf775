import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument, wrongArgument } from "../validation";
import { type ArrivalBatchArgs, type ScheduleArgs, scheduleSchema } from "./args";
import { StartOnArrival, workflowNameSchema } from "./start-on-arrival";

/** Which files start runs, and as whom EventBridge says so. */
export interface ArrivalArgs extends ArrivalBatchArgs {
  /** Bucket that receives the files. It must send its events to EventBridge. */
  bucketName: pulumi.Input<string>;

  /** Prefixes whose files count: `["sales/orders/"]`. */
  prefixes: string[];

  /** Physical name of the role with which EventBridge tells the workflow, 1 to 64 characters. */
  roleName: string;

  /**
   * Whether EventBridge may assume the role only on behalf of this account (`aws:SourceAccount`).
   * @default false
   */
  sourceAccountCondition?: boolean;
}

/** Arguments of {@link LoadSchedule}. */
export interface LoadScheduleArgs extends ScheduleArgs {
  /** Physical name of the workflow, 1 to 56 letters, digits and `_ . -`. Its triggers and its rule begin with it. */
  workflowName: string;

  /** Name of the load job. */
  jobName: pulumi.Input<string>;

  /**
   * Name of the crawler that runs first. Where its crawl does not succeed, nothing is loaded.
   * @default none: a run begins with the load
   */
  crawlerName?: pulumi.Input<string>;

  /**
   * Name of the job that looks after the warehouse once a load has succeeded. Glue refuses a trigger that waits for a job and
   * starts that very job, so it must be another than the load job.
   * @default none: a run ends with the load
   */
  maintenanceJobName?: pulumi.Input<string>;

  /**
   * Starts when files arrive; see {@link ScheduleArgs}. Not together with `cron`.
   * @default none: runs start by `cron` or on demand
   */
  onArrival?: ArrivalArgs;

  /**
   * Tags of workflow and triggers, and of the rule and role for arrivals.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A Glue workflow of crawl, load and maintenance, each of which starts once the one before has succeeded. One run at a time.
 *
 * A load that is started by other means than the workflow is not followed by maintenance: conditional triggers heed what
 * their own workflow started. Retries are the job's affair.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/workflows_overview.html
 */
export class LoadSchedule extends pulumi.ComponentResource {
  /** Name of the Glue workflow. */
  readonly workflowName: pulumi.Output<string>;

  /** Name of the trigger that starts a run of it. */
  readonly startTriggerName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name, a time or a number is none that Glue takes, or there are two ways to start
   */
  constructor(name: string, args: LoadScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:schedule:LoadSchedule", name, args, opts);
    const workflowName = checkArgument(workflowNameSchema, args.workflowName, "workflowName");
    const { cron, onArrival, enabled = true, timeoutMinutes, notifyDelayMinutes } = checkSchedule(args);
    const { jobName, crawlerName, maintenanceJobName, tags } = args;

    const workflow = new glue.Workflow(
      `${name}-workflow`,
      { name: workflowName, description: description(args), maxConcurrentRuns: 1, tags },
      { parent: this },
    );
    const triggers: glue.Trigger[] = [];
    const trigger = (what: string, triggerArgs: Omit<glue.TriggerArgs, "name" | "workflowName" | "tags">) =>
      new glue.Trigger(
        `${name}-${what}`,
        { name: `${workflowName}-${what}`, workflowName: workflow.name, tags, ...triggerArgs },
        // Glue refuses a trigger while it adds another to the workflow. One of another type has the same name.
        { parent: this, dependsOn: [...triggers], deleteBeforeReplace: true },
      );
    const load = {
      jobName,
      timeout: timeoutMinutes,
      notificationProperty: notifyDelayMinutes === undefined ? undefined : { notifyDelayAfter: notifyDelayMinutes },
    };

    // From the end, so that nothing starts a run before all that follows is there.
    if (maintenanceJobName !== undefined) {
      triggers.push(
        trigger("maintain", {
          type: "CONDITIONAL",
          description: "Looks after the warehouse once the load has succeeded",
          predicate: { conditions: [{ jobName, state: "SUCCEEDED" }] },
          actions: [{ jobName: anotherThan(jobName, maintenanceJobName) }],
        }),
      );
    }
    if (crawlerName !== undefined) {
      triggers.push(
        trigger("load", {
          type: "CONDITIONAL",
          description: "Loads once the crawl has succeeded",
          predicate: { conditions: [{ crawlerName, crawlState: "SUCCEEDED" }] },
          actions: [load],
        }),
      );
    }
    const start = trigger("start", {
      description: `Starts a run of ${workflowName}`,
      actions: crawlerName === undefined ? [load] : [{ crawlerName }],
      ...startOf(cron, onArrival, enabled),
    });

    if (args.onArrival) {
      const { bucketName, prefixes, roleName, sourceAccountCondition } = args.onArrival;
      new StartOnArrival(
        `${name}-arrival`,
        { workflowName, bucketName, prefixes, enabled, roleName, sourceAccountCondition, tags },
        { parent: this, dependsOn: start },
      );
    }

    this.workflowName = workflow.name;
    this.startTriggerName = start.name;
    this.registerOutputs({ workflowName: this.workflowName, startTriggerName: this.startTriggerName });
  }
}

function checkSchedule({ cron, onArrival, enabled, timeoutMinutes, notifyDelayMinutes }: LoadScheduleArgs) {
  const batch = onArrival && { batchSize: onArrival.batchSize, batchWindowSeconds: onArrival.batchWindowSeconds };
  return checkArgument(scheduleSchema, { cron, onArrival: batch, enabled, timeoutMinutes, notifyDelayMinutes }, "");
}

/** How the first trigger starts. */
function startOf(cron: string | undefined, onArrival: ArrivalBatchArgs | undefined, enabled: boolean) {
  if (cron !== undefined) {
    return { type: "SCHEDULED", schedule: cron, enabled };
  }
  // To the provider an enabled trigger on demand is one to start at once, and one of events cannot be started at all.
  return onArrival === undefined
    ? { type: "ON_DEMAND", enabled: false }
    : {
        type: "EVENT",
        enabled: false,
        eventBatchingConditions: [
          { batchSize: onArrival.batchSize ?? 100, batchWindow: onArrival.batchWindowSeconds ?? 900 },
        ],
      };
}

/** What a person is told who finds the workflow in the console. */
function description({ jobName, crawlerName, maintenanceJobName, cron, onArrival }: LoadScheduleArgs) {
  const steps = [crawlerName, jobName, maintenanceJobName].filter((step) => step !== undefined);
  const when = cron ?? (onArrival ? "when files arrive" : "on demand");
  return pulumi.all(steps).apply((names) => `Loads files from S3 into Redshift, ${when}: ${names.join(", then ")}`);
}

const anotherThan = (jobName: pulumi.Input<string>, maintenanceJobName: pulumi.Input<string>) =>
  pulumi.all([jobName, maintenanceJobName]).apply(([load, maintenance]) => {
    if (load === maintenance) {
      throw wrongArgument("maintenanceJobName", `expected another job than jobName, got "${maintenance}"`);
    }
    return maintenance;
  });
