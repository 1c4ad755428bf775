import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import type { PipelineOutputs } from "./outputs";
import { showRows } from "./show";
import { query } from "./sql";

const ROWS = 3;

/** Prints the first rows of every target as SQL sees them. */
export async function showFirstRows(data: RedshiftDataClient, pipeline: PipelineOutputs): Promise<void> {
  for (const { name, target } of pipeline.datasets) {
    const select = `SELECT * FROM ${target.schema}.${target.table} LIMIT ${ROWS}`;
    showRows(`${name}: ${select}`, await query(data, pipeline, select));
  }
}
