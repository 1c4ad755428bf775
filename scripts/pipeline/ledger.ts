import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import type { PipelineOutputs } from "./outputs";
import type { DeployedSpec } from "./spec";
import { query } from "./sql";

/** The schema in which the job of the pipeline keeps what is loaded; jobs/s3_to_redshift/ledger_sql.py names it. */
export const ledgerSchema = (pipeline: string) => `s3_to_redshift_${pipeline.replaceAll("-", "_")}`;

/** `RUN/DATASET` of every load that was committed. */
export async function committedLoads(
  data: RedshiftDataClient,
  outputs: PipelineOutputs,
  { pipeline }: DeployedSpec,
): Promise<Set<string>> {
  const rows = await query(
    data,
    outputs,
    `SELECT run_id, dataset FROM ${ledgerSchema(pipeline)}.load_runs WHERE pipeline = '${pipeline}'`,
  );
  return new Set(rows.map(({ run_id, dataset }) => `${run_id}/${dataset}`));
}

/** Addresses of the dataset's files whose present rows are those that the run loaded. */
export async function filesOfRun(
  data: RedshiftDataClient,
  outputs: PipelineOutputs,
  { pipeline }: DeployedSpec,
  { dataset, runId }: { dataset: string; runId: string },
): Promise<Set<string>> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const rows = await query(
    data,
    outputs,
    `SELECT bucket, key FROM ${ledgerSchema(pipeline)}.loaded_files
     WHERE pipeline = ${text(pipeline)} AND dataset = ${text(dataset)} AND run_id = ${text(runId)}`,
  );
  return new Set(rows.map(({ bucket, key }) => `s3://${bucket}/${key}`));
}
