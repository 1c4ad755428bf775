import type { DuckDBConnection } from "@duckdb/node-api";
import * as fs from "node:fs/promises";
import type { Head } from "../head";
import type { Column, HiveType } from "../hive-type";
import type { CsvRules } from "../classifiers";
import type { Sniffed } from "./sniffed";

/** The delimiters that the built-in CSV classifier looks for. */
const DELIMITERS = [",", "|", "\t", ";", "\u0001"];

const OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";

interface ColumnFacts {
  first: string | null;
  /** What the values after the first row are. */
  rest: HiveType;
  /** The same with the first row's. */
  all: HiveType;
}

/**
 * Classifies text as CSV by the rules of the built-in classifier (at least two columns and two rows; a header only when the rows
 * after it hold something else than text), or by a custom classifier's.
 * https://docs.aws.amazon.com/glue/latest/dg/add-classifier.html#classifier-builtin-rules
 * @returns undefined when it is not CSV.
 */
export async function sniffCsv(
  head: Head,
  duckdb: DuckDBConnection,
  file: string,
  rules: CsvRules = {},
): Promise<Omit<Sniffed, "compression"> | undefined> {
  const { quote = '"', allowSingleColumn = false } = rules;
  const text = head.cut ? head.bytes.subarray(0, endOfLastRecord(head.bytes, quote)) : head.bytes;
  if (text.includes(0)) return undefined;
  await fs.writeFile(file, text);
  const delimiter = rules.delimiter ?? (await delimiterOf(duckdb, file, text, quote)) ?? (allowSingleColumn && ",");
  if (!delimiter) return undefined;
  const rows = await readRows(duckdb, file, { delimiter, quote });
  if (rows === undefined) return undefined;
  const columns = await factsOf(duckdb, rows.columns);
  if (columns.length < (allowSingleColumn ? 1 : 2) || rows.count < 2) return undefined;
  const header = hasHeader(columns, rules);
  const isOpen = rules.serde === "OpenCSVSerDe";
  const parameters: Record<string, string> = {
    delimiter,
    columnsOrdered: "true",
    areColumnsQuoted: String(text.includes(quote)),
  };
  if (isOpen) parameters.customSerde = "OpenCSVSerDe";
  if (header) parameters["skip.header.line.count"] = "1";
  return {
    classification: "csv",
    columns: columns.map((facts, i) => column(facts, i, header, rules)),
    parameters,
    ...(isOpen && { serde: OPEN_CSV }),
    serdeParameters: isOpen ? { quoteChar: quote, separatorChar: delimiter } : { "field.delim": delimiter },
    records: rows.count - (header ? 1 : 0),
  };
}

interface Dialect {
  delimiter: string;
  quote: string;
}

/** The delimiter that a file looks to have; undefined when it looks like no CSV. */
async function delimiterOf(
  duckdb: DuckDBConnection,
  file: string,
  text: Buffer,
  quote: string,
): Promise<string | undefined> {
  if (text.subarray(0, text.indexOf("\n")).includes("\u0001")) return "\u0001";
  try {
    const sniffed = await duckdb.runAndReadAll(
      "SELECT Delimiter FROM sniff_csv($file, quote = $quote, strict_mode = false, null_padding = true)",
      { file, quote },
    );
    const delimiter = String(sniffed.getRows()[0][0]);
    return DELIMITERS.includes(delimiter) ? delimiter : undefined;
  } catch {
    // DuckDB's way of saying that no dialect fits.
    return undefined;
  }
}

async function readRows(
  duckdb: DuckDBConnection,
  file: string,
  { delimiter, quote }: Dialect,
): Promise<{ columns: string[]; count: number } | undefined> {
  try {
    await duckdb.run(
      `CREATE OR REPLACE TEMP TABLE sniffed AS FROM read_csv($file, delim = $delimiter, quote = $quote, escape = $quote,
         header = false, all_varchar = true, strict_mode = false, null_padding = true, skip = 0, comment = '', parallel = false)`,
      { file, delimiter, quote },
    );
  } catch {
    return undefined;
  }
  const counted = await duckdb.runAndReadAll("SELECT count(*) FROM sniffed");
  const described = await duckdb.runAndReadAll("SELECT column_name FROM (DESCRIBE sniffed)");
  return { count: Number(counted.getRows()[0][0]), columns: described.getRows().map(([name]) => String(name)) };
}

async function factsOf(duckdb: DuckDBConnection, names: string[]): Promise<ColumnFacts[]> {
  const queries = names.map((name) => {
    const value = `trim("${name}")`;
    return `SELECT any_value("${name}") FILTER (rowid = 0), ${typeOf(value, "rowid > 0")}, ${typeOf(value, "true")} FROM sniffed`;
  });
  const result = await duckdb.runAndReadAll(queries.join(" UNION ALL "));
  return result.getRows().map(([first, rest, all]) => ({
    first: first as string | null,
    rest: rest as HiveType,
    all: all as HiveType,
  }));
}

/** Leading zeros do not keep a number from being one, here as on AWS; only a value that no bigint holds stays text. */
function typeOf(value: string, where: string): string {
  const all = (condition: string) => `bool_and(${condition}) FILTER (${where} AND ${value} <> '')`;
  const whole = `regexp_full_match(${value}, '[+-]?\\d+') AND try_cast(${value} AS BIGINT) IS NOT NULL`;
  const fraction = `regexp_full_match(${value}, '[+-]?(\\d+\\.\\d*|\\.\\d+|\\d+(\\.\\d*)?[eE][+-]?\\d+)')`;
  return `CASE WHEN ${all("true")} IS NULL THEN NULL WHEN ${all(whole)} THEN 'bigint' WHEN ${all(`(${whole}) OR ${fraction}`)} THEN 'double'
    WHEN ${all(`lower(${value}) IN ('true', 'false')`)} THEN 'boolean' ELSE 'string' END`;
}

function hasHeader(columns: ColumnFacts[], { header = "UNKNOWN" }: CsvRules): boolean {
  if (header !== "UNKNOWN") return header === "PRESENT";
  const names = columns.map(({ first }) => first ?? "");
  const last = names.length - 1;
  const named = names.every((name, i) => (i === last ? true : name !== "" && name.length < 150) && isText(name));
  const distinct = new Set(names.map((name) => name.toLowerCase())).size === names.length;
  return named && distinct && columns.some(({ rest }) => rest !== null && rest !== "string");
}

function isText(value: string): boolean {
  return !/^\s*([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|true|false)\s*$/i.test(value);
}

function column({ first, rest, all }: ColumnFacts, index: number, header: boolean, { names }: CsvRules): Column {
  const name = names?.[index] ?? (header ? first?.trim().toLowerCase() : undefined);
  return { name: name || `col${index}`, type: header ? rest : all };
}

/** Where the last whole record ends: at a line end outside quotes, or at the last line end when the quotes never balance. */
function endOfLastRecord(bytes: Buffer, quote: string): number {
  const QUOTE = quote.charCodeAt(0);
  const LINE_END = 0x0a;
  let quoted = false;
  let end = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    else if (bytes[i] === LINE_END && !quoted) end = i + 1;
  }
  return end || bytes.lastIndexOf(LINE_END) + 1;
}
