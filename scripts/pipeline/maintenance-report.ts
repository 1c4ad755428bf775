import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";

const table = z.object({
  table: z.string(),
  dataset: z.string().nullable(),
  lastLoad: z.string().nullable(),
  hoursSinceLoad: z.number().nullable(),
  isStale: z.boolean(),
  vacuumSeconds: z.number().nullable(),
  analyzeSeconds: z.number().nullable(),
  error: z.string().nullable(),
});

const maintenanceReport = z.object({
  version: z.literal(1),
  runId: z.string(),
  status: z.enum(["SUCCEEDED", "FAILED"]),
  recordsDeleted: z.int(),
  tables: z.array(table),
});

/** The report that the job's task `maintain` leaves; jobs/s3_to_redshift/maintain.py writes it. */
export type MaintenanceReport = z.infer<typeof maintenanceReport>;

/** @throws NoSuchKey when the run left none, Error when what it left is of another shape */
export async function readMaintenanceReport(s3: S3Client, bucket: string, runId: string): Promise<MaintenanceReport> {
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `reports/maintenance/${runId}.json` }));
  return maintenanceReport.parse(JSON.parse(await object.Body!.transformToString()));
}
