import * as os from "node:os";

interface Worker {
  /** Data processing units. */
  dpu: number;
  /** Of the driver, in GiB. */
  memory: number;
}

/** https://docs.aws.amazon.com/glue/latest/dg/worker-types.html */
const WORKERS: Record<string, Worker> = {
  "G.025X": { dpu: 0.25, memory: 2 },
  Standard: { dpu: 1, memory: 4 },
  "G.1X": { dpu: 1, memory: 10 },
  "G.2X": { dpu: 2, memory: 20 },
  "G.4X": { dpu: 4, memory: 40 },
  "G.8X": { dpu: 8, memory: 80 },
};

/** What one run may take of this machine, in GiB. */
const MOST_MEMORY = 4;

export const WORKER_TYPES = Object.keys(WORKERS);

export function maxCapacity(workerType: string | undefined, workers: number | undefined): number {
  return workerType && workers ? (WORKERS[workerType]?.dpu ?? 1) * workers : 10;
}

/** The driver's memory in GiB: the worker type's, within what this machine can give. */
export function driverMemory(workerType: string | undefined): number {
  const wanted = WORKERS[workerType ?? "G.1X"]?.memory ?? MOST_MEMORY;
  const quarter = Math.floor(os.totalmem() / 2 ** 32);
  return Math.max(1, Math.min(wanted, MOST_MEMORY, quarter));
}
