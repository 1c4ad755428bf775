import type { DuckDBConnection } from "@duckdb/node-api";
import type { S3Client } from "@aws-sdk/client-s3";
import * as fs from "node:fs/promises";
import { readRange, MEBIBYTE } from "../head";
import { hiveType } from "../hive-type";
import type { S3Object } from "../listing";
import type { Sniffed } from "./sniffed";

const MAGIC = "PAR1";
const FOOTER_GUESS = MEBIBYTE / 4;

export interface ParquetInput {
  s3: S3Client;
  object: S3Object;
  duckdb: DuckDBConnection;
  /** A path for a temporary file. */
  file: string;
  signal: AbortSignal;
}

export function isParquet(head: Buffer): boolean {
  return head.toString("latin1", 0, 4) === MAGIC;
}

/** Reads the schema in the file's footer, and nothing else of the file. */
export async function sniffParquet({ s3, object, duckdb, file, signal }: ParquetInput): Promise<Sniffed> {
  const { size } = object;
  let tail = await readRange(s3, object, Math.max(0, size - FOOTER_GUESS), size, signal);
  if (tail.toString("latin1", tail.length - 4) !== MAGIC) throw new Error("it begins as Parquet but has no footer");
  const footer = tail.readUInt32LE(tail.length - 8) + 8;
  if (footer > size) throw new Error(`its footer claims ${footer} of ${size} bytes`);
  if (footer > tail.length) tail = await readRange(s3, object, size - footer, size, signal);
  // DuckDB finds the footer from the end and every offset as it was: the rest of the file is a hole that takes no room.
  const handle = await fs.open(file, "w");
  await handle.write(tail, 0, tail.length, size - tail.length);
  await handle.close();
  const schema = await duckdb.run("SELECT * FROM read_parquet($file) LIMIT 0", { file });
  const types = schema.columnTypes();
  const count = await duckdb.runAndReadAll("SELECT num_rows FROM parquet_file_metadata($file)", { file });
  return {
    classification: "parquet",
    compression: "none",
    columns: schema.columnNames().map((name, i) => ({ name: name.toLowerCase(), type: hiveType(types[i]) })),
    parameters: {},
    serdeParameters: { "serialization.format": "1" },
    records: Number(count.getRows()[0][0]),
  };
}
