import { z } from "zod";
import { strict } from "../validation";

/** Size of a Glue worker: vCPUs, memory and disk double from each to the next. */
export enum WorkerType {
  /** 4 vCPUs, 16 GB. */
  G1X = "G.1X",
  /** 8 vCPUs, 32 GB. */
  G2X = "G.2X",
  /** 16 vCPUs, 64 GB. */
  G4X = "G.4X",
  /** 32 vCPUs, 128 GB. */
  G8X = "G.8X",
}

/** Whether a run starts at once, or when AWS has capacity to spare, for about two thirds of the price. */
export enum ExecutionClass {
  Standard = "STANDARD",
  /** Starts later and may be interrupted; only with workers `G.1X` and `G.2X`. */
  Flex = "FLEX",
}

/**
 * How large a job is and how long it may take.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/add-job.html
 */
export interface JobSizeArgs {
  /**
   * Size of each worker.
   * @default WorkerType.G1X
   */
  workerType?: WorkerType;

  /**
   * Most workers, one of which is the driver. Glue takes fewer where there is less to do.
   * @see https://docs.aws.amazon.com/glue/latest/dg/auto-scaling.html
   * @default 2, the least that Glue takes
   */
  numberOfWorkers?: number;

  /**
   * Whether runs start at once or, cheaper, when AWS has capacity to spare.
   * @default ExecutionClass.Standard
   */
  executionClass?: ExecutionClass;

  /**
   * Minutes after which a run is stopped. Glue's own default is two days.
   * @default 60
   */
  timeoutMinutes?: number;

  /**
   * How often a failed run is repeated: 0 to 10.
   * @default 0: a run that failed on its input fails again
   */
  maxRetries?: number;
}

const flexWorkers: (WorkerType | undefined)[] = [undefined, WorkerType.G1X, WorkerType.G2X];

/** What {@link JobSizeArgs} accepts. */
export const jobSizeSchema = strict({
  workerType: z.enum(WorkerType).optional(),
  numberOfWorkers: z.int().min(2).max(299).optional(),
  executionClass: z.enum(ExecutionClass).optional(),
  timeoutMinutes: z.int().min(1).max(10080).optional(),
  maxRetries: z.int().min(0).max(10).optional(),
}).superRefine(({ executionClass, workerType }, context) => {
  if (executionClass === ExecutionClass.Flex && !flexWorkers.includes(workerType)) {
    context.addIssue({ code: "custom", path: ["workerType"], message: "expected G.1X or G.2X for FLEX" });
  }
});
