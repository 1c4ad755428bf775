import { ExecutionClass, WorkerType } from "../job/size";
import type { S3ToRedshiftPipelineArgs } from "../pipeline-args";
import type { Usage } from "./args";
import { billedMinutes, counted, DAYS_PER_MONTH, type Use, type Uses } from "./use";

/** @see https://docs.aws.amazon.com/glue/latest/dg/worker-types.html */
const WORKER_DPUS: Record<WorkerType, number> = {
  [WorkerType.G1X]: 1,
  [WorkerType.G2X]: 2,
  [WorkerType.G4X]: 4,
  [WorkerType.G8X]: 8,
};

/** An assumption: Glue decides, and tells it of each crawl afterwards (`aws glue list-crawls`: DPUHour). */
const CRAWLER_DPUS = 2;

/** @see https://aws.amazon.com/glue/pricing/ */
export const LEAST_JOB_MINUTES = 1;
export const LEAST_CRAWL_MINUTES = 10;

/** Crawls, loads and maintenance. */
export function glueUses({ job = {}, maintenance }: S3ToRedshiftPipelineArgs, usage: Usage): Uses {
  const { workerType = WorkerType.G1X, numberOfWorkers = 2, executionClass = ExecutionClass.Standard } = job;
  const { runsPerDay, minutesPerRun, crawlMinutesPerRun, maintenanceMinutesPerRun } = usage;
  const dpuHours = (dpus: number, minutes: number, least: number) =>
    (runsPerDay * DAYS_PER_MONTH * dpus * billedMinutes(minutes, least)) / 60;

  const uses: Use[] = [
    {
      what: "Glue crawler",
      price: "crawlerDpuHour",
      quantity: dpuHours(CRAWLER_DPUS, crawlMinutesPerRun, LEAST_CRAWL_MINUTES),
    },
    {
      what: `Glue load job, ${executionClass}, ${numberOfWorkers} x ${workerType}`,
      price: executionClass === ExecutionClass.Flex ? "glueFlexDpuHour" : "glueDpuHour",
      quantity: dpuHours(numberOfWorkers * WORKER_DPUS[workerType], minutesPerRun, LEAST_JOB_MINUTES),
    },
  ];
  const assumptions = [
    `${counted(runsPerDay, "run")} a day: ${phase("crawl", crawlMinutesPerRun, LEAST_CRAWL_MINUTES)}, ` +
      `${phase("load", minutesPerRun, LEAST_JOB_MINUTES)}` +
      (maintenance ? `, ${phase("maintenance", maintenanceMinutesPerRun, LEAST_JOB_MINUTES)}` : "") +
      ". No run fails and is repeated.",
    `A crawl takes ${CRAWLER_DPUS} DPUs; all workers of a job are paid for as long as it runs.`,
  ];
  if (maintenance) {
    uses.push({
      what: "Glue maintenance job, FLEX, 2 x G.1X",
      price: "glueFlexDpuHour",
      quantity: dpuHours(2 * WORKER_DPUS[WorkerType.G1X], maintenanceMinutesPerRun, LEAST_JOB_MINUTES),
    });
  }
  return { uses, assumptions };
}

const phase = (what: string, minutes: number, least: number): string =>
  minutes === 0
    ? `no ${what}`
    : `${what} ${counted(minutes, "minute")}${minutes < least ? ` (billed as ${least})` : ""}`;
