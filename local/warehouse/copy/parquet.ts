import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DatabaseError } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { TargetColumn, TargetTable } from "./columns";
import { typeName } from "./columns";
import type { CopyContext } from "./context";
import { ParquetReader } from "./duckdb";
import { detailed, s3Error, spectrumError } from "./failures";
import type { S3Object } from "./objects";
import { fits, shown } from "./parquet-types";
import type { CopyStatement } from "./parse";

const DOWNLOADS = 4;

interface File extends S3Object {
  path: string;
}

/** Loads Parquet files: each goes to disk, is checked, and becomes CSV for PostgreSQL's own COPY. @returns the number of rows */
export async function loadParquet(
  context: CopyContext,
  s3: S3Client,
  copy: CopyStatement,
  table: TargetTable,
  objects: S3Object[],
  folder: string,
): Promise<number> {
  const files = objects.map((object, i) => ({ ...object, path: path.join(folder, `${i}.parquet`) }));
  await download(context, s3, files);
  const reader = await ParquetReader.open(folder);
  try {
    for (const file of files) await checkColumns(reader, file, copy, table, context.queryId);
    return await stream(context, reader, files, table);
  } finally {
    await reader.close();
  }
}

async function download({ cancelled, queryId }: CopyContext, s3: S3Client, files: File[]): Promise<void> {
  const waiting = [...files];
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const { bucket, key, uri, size } = file;
      const answer = await s3
        .send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: cancelled })
        .catch((error: unknown) => {
          throw s3Error(error, uri);
        });
      const body = answer.Body as Readable;
      if (size !== undefined && answer.ContentLength !== size) {
        // Nobody reads it; what its connection says when it ends concerns nobody.
        body.on("error", () => undefined).destroy();
        const context = `File ${uri} has ${answer.ContentLength} bytes, the manifest's content_length says ${size}`;
        throw spectrumError(15001, context, queryId);
      }
      await pipeline(body, fs.createWriteStream(file.path), { signal: cancelled });
    }
  };
  await Promise.all(Array.from({ length: DOWNLOADS }, worker));
}

/** @throws {RedshiftError} when Redshift's scan would refuse the file. */
async function checkColumns(
  reader: ParquetReader,
  file: File,
  copy: CopyStatement,
  table: TargetTable,
  queryId: number,
): Promise<void> {
  const found = await reader.columns(file.path).catch((error: Error) => {
    throw spectrumError(15001, `File '${file.uri}' is no Parquet file: ${error.message}`, queryId);
  });
  if (found.length !== table.columns.length) {
    const counts = `Table columns: ${table.columns.length}, Data columns: ${found.length}`;
    throw spectrumError(
      15007,
      `Unmatched number of columns between table and file. ${counts}, File name: ${file.uri}`,
      queryId,
    );
  }
  found.forEach((column, i) => {
    const target = table.columns[i];
    const nested = column.type === null || target.type === "jsonb";
    if (nested && !copy.serializeToJson) throw detailed("Assert", 1000, "Unreachable - Invalid type: 4000", queryId);
    if (fits(column, target)) return;
    const types = `Column type: ${typeName(target)}, Parquet schema: ${shown(column)}`;
    throw spectrumError(
      15007,
      `File '${file.uri}' has an incompatible Parquet schema for column '${file.uri}.${column.name}'. ${types}`,
      queryId,
    );
  });
}

/** One COPY for all files, so that they load as one also outside a transaction; a file is converted while the last one goes in. */
async function stream(context: CopyContext, reader: ParquetReader, files: File[], table: TargetTable): Promise<number> {
  const names = table.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(", ");
  const into = context.client.query(copyFrom(`COPY ${table.sql} (${names}) FROM STDIN (FORMAT csv)`));
  const failed = new Promise<never>((_resolve, reject) => into.once("error", reject));
  failed.catch(() => undefined);
  const convert = async (i: number): Promise<string> => {
    const csv = `${files[i].path}.csv`;
    await reader.toCsv(files[i].path, csv, table.columns.map(expression), texts(table.columns));
    return csv;
  };
  try {
    let next = convert(0);
    for (let i = 0; i < files.length; i++) {
      const csv = await next;
      if (i + 1 < files.length) next = convert(i + 1);
      next.catch(() => undefined);
      await Promise.race([
        pipeline(fs.createReadStream(csv, { highWaterMark: 1 << 20 }), into, { end: false, signal: context.cancelled }),
        failed,
      ]);
      await fs.promises.rm(csv);
    }
    const finished = new Promise<void>((resolve) => into.once("finish", resolve));
    into.end();
    await Promise.race([finished, failed]);
    return into.rowCount;
  } catch (error) {
    into.destroy();
    throw await worded(error, context, reader, files, table);
  }
}

/** DuckDB's expression that gives a column as PostgreSQL reads it. */
function expression({ type }: TargetColumn, i: number): string {
  if (type === "jsonb") return `to_json(c${i})::VARCHAR`;
  if (type === "bytea") return `'\\x' || hex(c${i})`;
  if (type.startsWith("character")) return `c${i}::VARCHAR`;
  if (type === "timestamp without time zone") return `c${i}::TIMESTAMP`;
  return `c${i}`;
}

const texts = (columns: TargetColumn[]) =>
  columns.flatMap(({ type }, i) => (type.startsWith("character") ? `c${i}` : []));

const TOO_LONG = ["22001", "23514"];

async function worded(
  error: unknown,
  { queryId }: CopyContext,
  reader: ParquetReader,
  files: File[],
  table: TargetTable,
): Promise<unknown> {
  if (!(error instanceof DatabaseError) || !TOO_LONG.includes(error.code ?? "")) return error;
  const index = table.columns.findIndex(({ name }) => error.where?.includes(`, column ${name}: `));
  if (index === -1) return error;
  const { name, size = 0 } = table.columns[index];
  for (const file of files) {
    const longest = await reader.longest(file.path, index, table.columns);
    if (longest <= size) continue;
    const lengths = `Table: ${size}, Data: ${longest}, File name: ${file.uri}`;
    return spectrumError(
      15001,
      `The length of the data column ${name} is longer than the length defined in the table. ${lengths}`,
      queryId,
    );
  }
  return error;
}
