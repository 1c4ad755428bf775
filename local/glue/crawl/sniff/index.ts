import type { DuckDBConnection } from "@duckdb/node-api";
import type { S3Client } from "@aws-sdk/client-s3";
import type { CustomClassifier } from "../classifiers";
import { type Head, MEBIBYTE, readHead } from "../head";
import type { S3Object } from "../listing";
import { sniffCsv } from "./csv";
import { sniffJson } from "./json";
import { isParquet, sniffParquet } from "./parquet";
import type { Sniffed } from "./sniffed";

export interface SniffInput {
  s3: S3Client;
  object: S3Object;
  duckdb: DuckDBConnection;
  /** A path for a temporary file. */
  file: string;
  classifiers: CustomClassifier[];
  signal: AbortSignal;
}

/** AWS reads more of a file while its first record has not ended, up to this. */
const MOST = 10 * MEBIBYTE;

/**
 * Reads an object's beginning (its footer when it is Parquet) and classifies it: custom classifiers first, then Parquet, JSON, CSV.
 * @throws when it cannot be read, or is packed in a way that is not emulated.
 */
export async function sniff(input: SniffInput): Promise<Sniffed> {
  const { s3, object, signal } = input;
  let head = await readHead(s3, object, MEBIBYTE, signal);
  if (head.compression === "bzip2")
    throw new Error("bzip2 is not emulated on the local AWS (docs/local.md lists what is)");
  if (isParquet(head.bytes)) return sniffParquet(input);
  let found = await classify(head, input);
  if (!found && head.cut) {
    head = await readHead(s3, object, MOST, signal);
    found = await classify(head, input);
  }
  if (!found) {
    return {
      classification: "UNKNOWN",
      compression: head.compression,
      columns: [],
      parameters: {},
      serdeParameters: {},
      records: 0,
    };
  }
  const share = head.storedBytes / object.size;
  return { ...found, compression: head.compression, records: Math.round(found.records / share) };
}

async function classify(
  head: Head,
  { duckdb, file, classifiers }: SniffInput,
): Promise<Omit<Sniffed, "compression"> | undefined> {
  for (const classifier of classifiers) {
    const found =
      "csv" in classifier
        ? await sniffCsv(head, duckdb, file, classifier.csv)
        : await sniffJson(head, duckdb, file, classifier.jsonPath);
    if (found) return found;
  }
  return (await sniffJson(head, duckdb, file)) ?? (await sniffCsv(head, duckdb, file));
}
