import { z } from "zod";

const rows = (meaning: string) => z.int().min(0).describe(meaning);
const seconds = (meaning: string) => z.number().min(0).describe(meaning);
const moment = (meaning: string) => z.string().describe(`${meaning}; ISO 8601, UTC`);

const listing = z
  .object({
    mode: z.enum(["all", "from-mark"]),
    startAfter: z
      .string()
      .nullable()
      .describe("Key behind which the listing began, of several the smallest; null: all was listed"),
    listed: z.int().min(0).describe("Objects that S3 listed"),
  })
  .describe("How the new files were found");

const rule = z.object({
  name: z.string(),
  onFail: z.enum(["quarantine", "fail", "warn"]),
  rows: rows("Rows that break it"),
});

const check = z.object({
  check: z.string().describe("What was to hold"),
  onFail: z.enum(["fail", "warn"]),
  passed: z.boolean(),
  found: z.string().nullable().describe("What was found"),
});

const retry = z.object({
  reason: z.string(),
  waitSeconds: seconds("Time that passed before the next try"),
});

const datasetReport = z.object({
  dataset: z.string(),
  target: z.string().describe("schema.table"),
  mode: z.enum(["append", "upsert", "replace", "snapshot", "history"]),
  status: z
    .enum(["LOADED", "NOTHING_NEW", "FAILED"])
    .describe("NOTHING_NEW: the ledger has every file already. FAILED: nothing of this dataset was loaded"),
  files: z.int().min(0).describe("Files that were read"),
  bytes: z.int().min(0).describe("Their size"),
  read: rows("Rows in the files. read + derived = loaded + quarantined + filtered + deduplicated"),
  derived: rows("Rows that a transform's query or script made beyond those it got"),
  loaded: rows("Rows that were applied to the target"),
  deleted: rows("Of the loaded: rows that said that the row with their keys is gone"),
  quarantined: rows("Rows that were set aside with their reasons"),
  filtered: rows("Rows that the transform left out"),
  deduplicated: rows("Rows that gave way to another row with the same keys"),
  ties: rows("Of the deduplicated: rows that gave way to one that is no newer by the declared order"),
  listing: listing.nullable().describe("null: the load failed before"),
  rules: z.array(rule),
  checks: z.array(check),
  schemaChanges: z.array(z.string()).describe("SQL that changed the target"),
  retries: z.array(retry).describe("Of the transaction"),
  warnings: z.array(z.string()).describe("What went wrong after the rows were loaded, and fails nothing"),
  newestFile: moment("When the newest of the files was written").nullable(),
  lagSeconds: z.number().nullable().describe("From then to the commit"),
  seconds: z.object({
    list: seconds("Catalog, listing of S3, comparison with the ledger"),
    stage: seconds("Reading, transforming, writing to staging and quarantine"),
    copy: seconds("Of load: the COPY of the rows"),
    apply: seconds("Of load: from the stage table into the target"),
    load: seconds("The transaction, with its retries"),
    total: seconds("All of the dataset"),
  }),
  quarantine: z.string().nullable().describe("Folder of the rows that were set aside"),
  error: z.string().nullable(),
});

/** The report that the job leaves; jobs/s3_to_redshift/report.py writes it. */
export const runReport = z.object({
  version: z.literal(1),
  runId: z.string().describe("Glue's id of the job run"),
  jobName: z.string(),
  pipeline: z.string(),
  status: z.enum(["SUCCEEDED", "FAILED"]).describe("FAILED: at least one dataset failed"),
  startedAt: moment("When the job's script began"),
  finishedAt: moment("When it wrote this"),
  seconds: seconds("Between the two"),
  datasets: z.array(datasetReport),
});

export type DatasetReport = z.infer<typeof datasetReport>;
export type RunReport = z.infer<typeof runReport>;

/** The same as JSON Schema, as text. */
export async function reportJsonSchema(): Promise<string> {
  const schema = { title: "Run report", ...z.toJSONSchema(runReport) };
  const { format } = await import("prettier");
  return format(JSON.stringify(schema), { parser: "json", printWidth: 120 });
}
