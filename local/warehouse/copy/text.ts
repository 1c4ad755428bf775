import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DatabaseError } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type TargetTable } from "./columns";
import type { CopyContext } from "./context";
import { BadCsv } from "./csv";
import { s3Error } from "./failures";
import { BadJson } from "./json";
import { type LoadError, loadFailed, valueError } from "./load-errors";
import type { S3Object } from "./objects";
import type { CopyStatement } from "./parse";
import { BadRow, type Row, rowsOf } from "./rows";

/** Loads CSV or JSON files as one COPY of PostgreSQL. @returns the number of rows */
export async function loadText(
  context: CopyContext,
  s3: S3Client,
  copy: CopyStatement,
  table: TargetTable,
  objects: S3Object[],
): Promise<number> {
  const names = table.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(", ");
  const starts: { object: S3Object; first: number }[] = [];
  let count = 0;
  async function* encoded() {
    let block = "";
    for (const object of objects) {
      starts.push({ object, first: count });
      for await (const row of rows(context, s3, copy, table, object)) {
        count++;
        block += encode(row.values);
        if (block.length < 1 << 16) continue;
        yield block;
        block = "";
      }
    }
    if (block !== "") yield block;
  }
  const into = context.client.query(copyFrom(`COPY ${table.sql} (${names}) FROM STDIN`));
  try {
    await pipeline(Readable.from(encoded()), into, { signal: context.cancelled });
  } catch (error) {
    throw await worded(error);
  }
  return into.rowCount;

  async function worded(error: unknown): Promise<unknown> {
    const last = starts.at(-1)?.object.uri ?? "";
    if (error instanceof BadRow)
      return loadFailed(context, table, { file: last, ...error.row, code: error.code, message: error.message });
    if (error instanceof BadCsv || error instanceof BadJson) {
      const { line, raw, message } = error;
      return loadFailed(context, table, { file: last, line, raw, code: 1216, message });
    }
    if ((error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      const message = "String contains invalid or unsupported UTF8 codepoints";
      return loadFailed(context, table, { file: last, line: 0, raw: "", code: 1220, message });
    }
    const found = error instanceof DatabaseError ? valueError(error, table) : undefined;
    if (!found) return error;
    const { object, first } = starts.findLast((start) => start.first <= found.record)!;
    const { line, raw } = await rowAt(rows(context, s3, copy, table, object), found.record - first);
    const loadError: LoadError = { file: object.uri, line, raw, ...found.cause };
    return loadFailed(context, table, loadError);
  }
}

async function* rows(
  { cancelled }: CopyContext,
  s3: S3Client,
  copy: CopyStatement,
  table: TargetTable,
  object: S3Object,
): AsyncGenerator<Row> {
  const { bucket: Bucket, key: Key, uri } = object;
  const answer = await s3
    .send(new GetObjectCommand({ Bucket, Key }), { abortSignal: cancelled })
    .catch((error: unknown) => {
      throw s3Error(error, uri);
    });
  const body = answer.Body as Readable;
  const bytes = copy.gzip ? body.pipe(createGunzip()) : body;
  if (copy.gzip) body.on("error", (error) => bytes.destroy(error));
  yield* rowsOf(decoded(bytes), copy, table);
}

async function* decoded(bytes: Readable): AsyncGenerator<string> {
  // A character may lie across two chunks.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of bytes) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

async function rowAt(all: AsyncGenerator<Row>, number: number): Promise<Row> {
  let at = 0;
  for await (const row of all) if (at++ === number) return row;
  throw new Error(`row ${number} vanished from the file`);
}

const ESCAPES: Record<string, string> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** A line of PostgreSQL's text format: always one line a row, so that its error tells which row is at fault. */
const encode = (values: (string | null)[]) =>
  `${values.map((value) => (value === null ? "\\N" : value.replace(/[\\\b\f\n\r\t\v]/g, (character) => ESCAPES[character]))).join("\t")}\n`;
