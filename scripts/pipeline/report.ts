import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { type RunReport, runReport } from "./report-schema";

export type { DatasetReport, RunReport } from "./report-schema";

/** @throws Error that names each place where the document is no report of a run */
export function parseReport(document: unknown): RunReport {
  const parsed = runReport.safeParse(document);
  if (!parsed.success) {
    throw new Error(`The job's report is not of the shape of docs/run-report.md:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** The report that a run of the job left, or undefined when it ended before it could write one. */
export async function readReport(s3: S3Client, bucket: string, runId: string): Promise<RunReport | undefined> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `reports/${runId}.json` }));
    return parseReport(JSON.parse(await object.Body!.transformToString()));
  } catch (error) {
    if (error instanceof NoSuchKey) {
      return undefined;
    }
    throw error;
  }
}

/** What is wrong with the counts of a report; empty when every row is accounted for. */
export function unreconciled(report: RunReport): string[] {
  return report.datasets
    .map((d) => ({ ...d, accounted: d.loaded + d.quarantined + d.filtered + d.deduplicated }))
    .filter((d) => d.read + d.derived !== d.accounted)
    .map(
      (d) =>
        `${d.dataset}: read ${d.read} + derived ${d.derived}, but loaded ${d.loaded} + quarantined ${d.quarantined} + ` +
        `filtered ${d.filtered} + deduplicated ${d.deduplicated} = ${d.accounted}`,
    );
}
