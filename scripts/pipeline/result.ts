import * as fs from "node:fs";
import type { PipelineRun } from "./run";

/**
 * Writes what a run came to for programs, in the shape that docs/result.md describes.
 *
 * Only counts and seconds: what a person reads of a run is in its report.
 */
export function writeResult(file: string, { report, crawlSeconds, jobSeconds }: PipelineRun): void {
  const datasets = report.datasets.map((d) => ({
    dataset: d.dataset,
    target: d.target,
    status: d.status,
    read: d.read,
    derived: d.derived,
    loaded: d.loaded,
    quarantined: d.quarantined,
    filtered: d.filtered,
    deduplicated: d.deduplicated,
    deleted: d.deleted,
    ties: d.ties,
    files: d.files,
    seconds: d.seconds.total,
  }));
  const result = { version: 1, runId: report.runId, status: report.status, crawlSeconds, jobSeconds, datasets };
  fs.writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
