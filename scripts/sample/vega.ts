import { DuckDBInstance } from "@duckdb/node-api";
import * as fs from "node:fs";
import * as path from "node:path";

/** A file of the sample. */
export interface SampleFile {
  dataset: string;
  path: string;
  /** Key below the dataset's location. */
  name: string;
}

const data = path.join(path.dirname(require.resolve("vega-datasets")), "..", "data");

/** Rows of flights-3m.parquet that the partitioned dataset holds, spread over its seven months. */
const PARTITIONED_ROWS = 30_000;

/**
 * The files that `npm start` moves: a CSV, a JSON array with real dirt in it, a Parquet file of 3,000,000 rows, and a partitioned
 * dataset written out of it into `folder`, all from the npm package vega-datasets.
 */
export async function vegaFiles(folder: string): Promise<SampleFile[]> {
  const partitioned = path.join(folder, "flights_by_month");
  if (!fs.existsSync(partitioned)) {
    await writePartitions(partitioned);
  }
  const entries = fs.readdirSync(partitioned, { recursive: true, encoding: "utf8" });
  const parts = entries.filter((entry) => entry.endsWith(".parquet")).sort();
  return [
    { dataset: "airports", path: path.join(data, "airports.csv"), name: "airports.csv" },
    { dataset: "movies", path: path.join(data, "movies.json"), name: "movies.json" },
    { dataset: "flights", path: path.join(data, "flights-3m.parquet"), name: "flights-3m.parquet" },
    ...parts.map((part) => ({
      dataset: "flights_by_month",
      path: path.join(partitioned, part),
      name: part.split(path.sep).join("/"),
    })),
  ];
}

/** Writes to a temporary name first: a folder of the right name is a whole one. */
async function writePartitions(folder: string): Promise<void> {
  const partial = `${folder}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  await duckdb(`
    COPY (
      SELECT *, strftime(date, '%Y') AS year, strftime(date, '%m') AS month
      FROM read_parquet('${path.join(data, "flights-3m.parquet")}')
      USING SAMPLE reservoir(${PARTITIONED_ROWS} ROWS) REPEATABLE (1)
    ) TO '${partial}' (FORMAT parquet, PARTITION_BY (year, month))`);
  fs.renameSync(partial, folder);
}

/** Rows in a dataset's files, counted by DuckDB: an engine that has no part in the pipeline. */
export async function countRows(files: SampleFile[], dataset: string): Promise<number> {
  const paths = files.filter((file) => file.dataset === dataset).map((file) => `'${file.path}'`);
  const reader = paths[0].endsWith(".csv'") ? "read_csv" : paths[0].endsWith(".json'") ? "read_json" : "read_parquet";
  const [row] = await duckdb(`SELECT count(*)::INTEGER AS rows FROM ${reader}([${paths.join(", ")}])`);
  return Number(row.rows);
}

/** Runs one statement in a DuckDB of its own and gives its rows. */
export async function duckdb(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create();
  try {
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS();
  } finally {
    instance.closeSync();
  }
}
