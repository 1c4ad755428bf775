import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";

const datasetReport = z.object({
  dataset: z.string(),
  target: z.string(),
  mode: z.string(),
  /** `NOTHING_NEW`: every file below the dataset's prefix is in the ledger already. */
  status: z.enum(["LOADED", "NOTHING_NEW", "FAILED"]),
  files: z.number(),
  bytes: z.number(),
  /** Rows. `read` is the sum of the four that follow. */
  read: z.number(),
  loaded: z.number(),
  quarantined: z.number(),
  filtered: z.number(),
  deduplicated: z.number(),
  seconds: z.object({ list: z.number(), stage: z.number(), load: z.number(), total: z.number() }),
  /** Folder of the rows that did not fit, or null. */
  quarantine: z.string().nullable(),
  error: z.string().nullable(),
});

const runReport = z.object({
  version: z.literal(1),
  runId: z.string(),
  jobName: z.string(),
  pipeline: z.string(),
  status: z.enum(["SUCCEEDED", "FAILED"]),
  startedAt: z.string(),
  finishedAt: z.string(),
  seconds: z.number(),
  datasets: z.array(datasetReport),
});

export type DatasetReport = z.infer<typeof datasetReport>;
export type RunReport = z.infer<typeof runReport>;

/** The report that a run of the job left, or undefined when it ended before it could write one. */
export async function readReport(s3: S3Client, bucket: string, runId: string): Promise<RunReport | undefined> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `reports/${runId}.json` }));
    return runReport.parse(JSON.parse(await object.Body!.transformToString()));
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
    .filter((d) => d.read !== d.loaded + d.quarantined + d.filtered + d.deduplicated)
    .map(
      (d) =>
        `${d.dataset}: read ${d.read}, but loaded ${d.loaded} + quarantined ${d.quarantined} + filtered ${d.filtered} + ` +
        `deduplicated ${d.deduplicated} = ${d.loaded + d.quarantined + d.filtered + d.deduplicated}`,
    );
}
