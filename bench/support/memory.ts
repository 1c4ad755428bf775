import * as fs from "node:fs";

const PERIOD_MS = 500;

interface Process {
  pid: number;
  parent: number;
}

/** Peaks in bytes, each of the sum over its processes at one moment. */
export interface MemoryPeaks {
  /** Proportional set size of what was started for the measured work alone. */
  own: number;
  /** The same with the local AWS: gateway, COPY, moto, PostgreSQL. */
  all: number;
}

/**
 * Samples the memory of processes while something runs.
 *
 * Shared pages count once (PSS), else PostgreSQL's shared buffers would count for each of its processes.
 */
export class MemorySampler {
  private readonly peaks: MemoryPeaks = { own: 0, all: 0 };
  private readonly before: Set<number>;
  private readonly timer: NodeJS.Timeout;

  /** @param awsPid the local AWS; what it starts from now on, but for PostgreSQL's sessions, belongs to the measured work */
  constructor(private readonly awsPid: number) {
    this.before = new Set(childrenOf(awsPid, processes()));
    this.timer = setInterval(() => this.sample(), PERIOD_MS);
  }

  stop(): MemoryPeaks {
    clearInterval(this.timer);
    this.sample();
    return this.peaks;
  }

  private sample(): void {
    const running = processes();
    const started = [...childrenOf(this.awsPid, running), ...childrenOf(process.pid, running)].filter(
      (pid) => pid !== this.awsPid && !this.before.has(pid),
    );
    const own = sum(treeOf(started, running));
    const aws = sum(treeOf([this.awsPid], running).filter((pid) => !treeOf(started, running).includes(pid)));
    this.peaks.own = Math.max(this.peaks.own, own);
    this.peaks.all = Math.max(this.peaks.all, own + aws);
  }
}

function processes(): Process[] {
  return fs.readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const parent = /^PPid:\t(\d+)$/m.exec(read(`/proc/${name}/status`))?.[1];
    return parent === undefined ? [] : [{ pid: Number(name), parent: Number(parent) }];
  });
}

const childrenOf = (parent: number, running: Process[]) =>
  running.filter((process) => process.parent === parent).map(({ pid }) => pid);

function treeOf(roots: number[], running: Process[]): number[] {
  return roots.flatMap((pid) => [pid, ...treeOf(childrenOf(pid, running), running)]);
}

function sum(pids: number[]): number {
  return pids.reduce((total, pid) => {
    const kilobytes = /^Pss: +(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
    return total + Number(kilobytes ?? 0) * 1024;
  }, 0);
}

/** Empty when the process has ended meanwhile. */
function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
