import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  paginateGetStatementResult,
  type RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import type { PipelineOutputs } from "./outputs";
import { poll } from "./poll";

export type Row = Record<string, string | number | boolean | null>;

/**
 * Runs one query in the warehouse as its administrator, whose password stays in Secrets Manager.
 *
 * @throws Error with Redshift's own message
 */
export async function query(data: RedshiftDataClient, pipeline: PipelineOutputs, sql: string): Promise<Row[]> {
  const { Id } = await data.send(
    new ExecuteStatementCommand({
      WorkgroupName: pipeline.workgroupName,
      ClusterIdentifier: pipeline.clusterIdentifier,
      Database: pipeline.warehouseDatabase,
      SecretArn: pipeline.adminSecretArn,
      Sql: sql,
    }),
  );
  const statement = await poll(
    `query ${sql}`,
    async () => {
      const described = await data.send(new DescribeStatementCommand({ Id }));
      return ["FINISHED", "FAILED", "ABORTED"].includes(described.Status ?? "") ? described : undefined;
    },
    0.1,
    600,
  );
  if (statement.Status !== "FINISHED") {
    throw new Error(`Redshift refused ${sql}: ${statement.Error ?? statement.Status}`);
  }
  const rows: Row[] = [];
  for await (const page of paginateGetStatementResult({ client: data }, { Id })) {
    const names = (page.ColumnMetadata ?? []).map((column) => column.name!);
    for (const record of page.Records ?? []) {
      rows.push(Object.fromEntries(record.map((field, i) => [names[i], valueOf(field)])));
    }
  }
  return rows;
}

function valueOf(field: Field): string | number | boolean | null {
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
}
