import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Client } from "pg";
import type { Log } from "../../scripts/step";
import type { BenchAws } from "../support/local-aws";
import type { Place } from "../support/pipeline";

const ROWS_A_FILE = 10;
const AT_A_TIME = 16;

/** Files of one size and content under keys in the order of their arrival, one a minute. */
export const keyOf = (prefix: string, number: number) => `${prefix}${String(number).padStart(7, "0")}.csv`;

const CONTENT = `id,name\n${Array.from({ length: ROWS_A_FILE }, (_, i) => `${i},row ${i}\n`).join("")}`;

/** Puts the files with the numbers `from` to `to - 1` into the source bucket. */
export async function putFiles(
  { s3 }: BenchAws,
  { sourceBucket: Bucket }: Place,
  prefix: string,
  [from, to]: [number, number],
  log: Log,
): Promise<void> {
  let next = from;
  const worker = async () => {
    while (next < to) {
      const number = next++;
      if (number % 1000 === 0) log(`${number} of ${to} files`);
      await s3.send(new PutObjectCommand({ Bucket, Key: keyOf(prefix, number), Body: CONTENT }));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

/**
 * Writes into a pipeline's ledger the files up to `to - 1` as if it had loaded them, each a minute after the one before and the
 * last one now. The rows are copies of one that a real load wrote, since all files are alike.
 */
export async function growLedger(database: Client, pipeline: string, prefix: string, to: number): Promise<void> {
  const ledger = `s3_to_redshift_${pipeline.replaceAll("-", "_")}.loaded_files`;
  const { rowCount } = await database.query(
    `INSERT INTO ${ledger}
     SELECT (jsonb_populate_record(l, jsonb_build_object('key', $1 || lpad(n::text, 7, '0') || '.csv'))).*
     FROM ${ledger} l, generate_series((SELECT count(*) FROM ${ledger}), $2::bigint - 1) n
     WHERE l.key = (SELECT min(key) FROM ${ledger})`,
    [prefix, to],
  );
  await database.query(
    `UPDATE ${ledger} SET modified_at = date_trunc('second', now() AT TIME ZONE 'UTC') - make_interval(mins =>
       ($2 - 1 - substring(key from length($1) + 1 for 7)::int))`,
    [prefix, to],
  );
  await database.query(`ANALYZE ${ledger}`);
  if (rowCount === null) throw new Error(`the ledger of ${pipeline} did not grow`);
}
