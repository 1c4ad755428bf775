import { z } from "zod";
import { strict } from "../validation";
import { cronSchema } from "./cron";

/** How many files Glue waits for, and how long. */
export interface ArrivalBatchArgs {
  /**
   * Files after which a run starts: 1 to 100.
   * @default 100
   */
  batchSize?: number;

  /**
   * Seconds after the first file, when a run starts however few came: 1 to 900.
   * @default 900
   */
  batchWindowSeconds?: number;
}

/** When a pipeline runs, and what a run consists of. */
export interface ScheduleArgs {
  /**
   * Times in UTC, at least five minutes apart: `cron(0 6 * * ? *)` is six o'clock every day. Not together with `onArrival`.
   * @default none: runs start on demand
   * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-data-warehouse-schedule.html
   */
  cron?: string;

  /**
   * Starts when files arrive. Glue runs a workflow once at a time: what arrives during a run starts none, and is loaded by the
   * next. Where the last file of a day must not wait for the first of another, `cron` is safer. Not together with `cron`.
   * @default none: runs start on demand
   * @see https://docs.aws.amazon.com/glue/latest/dg/starting-workflow-eventbridge.html
   */
  onArrival?: ArrivalBatchArgs;

  /**
   * Whether `cron` or `onArrival` starts runs. Switched off, they still start on demand.
   * @default true
   */
  enabled?: boolean;

  /**
   * Minutes after which a load of the schedule is stopped: 1 to 10080.
   * @default that of the job
   */
  timeoutMinutes?: number;

  /**
   * Minutes after which Glue reports that a load is still running (event `Glue Job Run Status`): 1 to 10080.
   * @default never
   * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-job.html#aws-glue-api-jobs-job-NotificationProperty
   */
  notifyDelayMinutes?: number;
}

const minutes = z.int().min(1).max(10080).optional();

/** What {@link ArrivalBatchArgs} accepts. */
const arrivalBatchShape = {
  batchSize: z.int().min(1).max(100).optional(),
  batchWindowSeconds: z.int().min(1).max(900).optional(),
};

/** What {@link ScheduleArgs} accepts. */
export const scheduleSchema = strict({
  cron: cronSchema.optional(),
  onArrival: strict(arrivalBatchShape).optional(),
  enabled: z.boolean().optional(),
  timeoutMinutes: minutes,
  notifyDelayMinutes: minutes,
}).superRefine(({ cron, onArrival, enabled, timeoutMinutes, notifyDelayMinutes }, context) => {
  const fault = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
  if (cron !== undefined && onArrival !== undefined) {
    fault("onArrival", "expected nothing beside cron, since a workflow has one way to start");
  }
  if (enabled === false && cron === undefined && onArrival === undefined) {
    fault("enabled", "expected cron or onArrival to switch off");
  }
  if (notifyDelayMinutes !== undefined && timeoutMinutes !== undefined && notifyDelayMinutes >= timeoutMinutes) {
    fault("notifyDelayMinutes", `expected less than timeoutMinutes (${timeoutMinutes})`);
  }
});
