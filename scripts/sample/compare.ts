import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { ledgerSchema } from "../pipeline/ledger";
import type { PipelineOutputs } from "../pipeline/outputs";
import { query } from "../pipeline/sql";
import { countRows, type SampleFile } from "./vega";

/**
 * Compares the warehouse with the files themselves, over all runs so far.
 *
 * @throws Error that names each dataset whose table holds other than its files' rows less those that the ledger accounts for
 */
export async function compareWithFiles(
  data: RedshiftDataClient,
  pipeline: PipelineOutputs,
  pipelineName: string,
  files: SampleFile[],
): Promise<void> {
  const wrong: string[] = [];
  for (const { name, target } of pipeline.datasets) {
    const inFiles = await countRows(files, name);
    const [{ rows }] = await query(data, pipeline, `SELECT count(*) AS rows FROM "${target.schema}"."${target.table}"`);
    const [{ aside }] = await query(
      data,
      pipeline,
      `SELECT CAST(coalesce(sum(quarantined + filtered + deduplicated), 0) AS BIGINT) AS aside
       FROM ${ledgerSchema(pipelineName)}.load_runs WHERE dataset = '${name}'`,
    );
    if (Number(rows) + Number(aside) !== inFiles) {
      wrong.push(`${name}: ${inFiles} rows in the files, ${rows} in the table, ${aside} accounted for otherwise`);
    }
  }
  if (wrong.length > 0) {
    throw new Error(
      `The warehouse does not hold what the sample's files do:\n  ${wrong.join("\n  ")}\n` +
        "Were other files put beside them? Their rows count too; begin afresh: npm run local -- down, then npm start",
    );
  }
}
