import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import * as fs from "node:fs/promises";
import type { Head } from "../head";
import type { HiveType } from "../hive-type";
import type { Sniffed } from "./sniffed";
import { wholeValues } from "./json-values";

const RECORDS_OF_ARRAY = "$[*]";

/**
 * Classifies text as JSON. Without a JSON path the built-in classifier takes each top-level value as one record, so that an array
 * becomes one column `array`; a custom classifier's `$[*]` takes its elements.
 * https://docs.aws.amazon.com/glue/latest/dg/custom-classifier.html#custom-classifier-json
 * @returns undefined when it is not JSON, or not the array that the JSON path wants.
 */
export async function sniffJson(
  head: Head,
  duckdb: DuckDBConnection,
  file: string,
  jsonPath?: string,
): Promise<Omit<Sniffed, "compression"> | undefined> {
  const found = wholeValues(head.bytes.toString(), head.cut);
  if (!found || found.values.length === 0) return undefined;
  if (jsonPath !== undefined && (jsonPath !== RECORDS_OF_ARRAY || !found.inArray)) return undefined;
  await fs.writeFile(file, found.values.join("\n"));
  const record = await recordType(duckdb, file);
  if (record === undefined) return undefined;
  const asArray = found.inArray && jsonPath === undefined;
  const columns: [string, HiveType][] = asArray ? [["array", { array: record }]] : fieldsOf(record);
  if (columns.length === 0) return undefined;
  const names = columns.map(([name]) => name);
  return {
    classification: "json",
    columns: columns.map(([name, type]) => ({ name: name.toLowerCase(), type })),
    parameters: jsonPath === undefined ? {} : { jsonPath },
    serdeParameters: { paths: names.sort().join(",") },
    records: asArray ? 1 : found.values.length,
  };
}

function fieldsOf(record: HiveType): [string, HiveType][] {
  return record !== null && typeof record === "object" && "struct" in record ? record.struct : [];
}

async function recordType(duckdb: DuckDBConnection, file: string): Promise<HiveType | undefined> {
  try {
    await duckdb.run(
      `CREATE OR REPLACE TEMP TABLE sniffed AS SELECT json AS value FROM read_json($file, format = 'newline_delimited', records = 'false',
         sample_size = -1, maximum_depth = -1, map_inference_threshold = -1, field_appearance_threshold = 0)`,
      { file },
    );
  } catch (error) {
    if ((error as Error).message.includes("Malformed JSON")) return undefined;
    throw error;
  }
  const described = await duckdb.run("SELECT value FROM sniffed LIMIT 0");
  return typed(duckdb, described.columnTypes()[0], "value");
}

/** The Hive type of an expression over the records. Whole numbers are `int` while all of them fit, dates stay text. */
async function typed(duckdb: DuckDBConnection, type: DuckDBType, expression: string): Promise<HiveType> {
  switch (type.typeId) {
    case DuckDBTypeId.STRUCT: {
      const fields: [string, HiveType][] = [];
      for (const [i, name] of type.entryNames.entries()) {
        fields.push([name, await typed(duckdb, type.entryTypes[i], `${expression}."${name.replace(/"/g, '""')}"`)]);
      }
      return { struct: fields };
    }
    case DuckDBTypeId.LIST:
      return { array: await typed(duckdb, type.valueType, `unnest(${expression})`) };
    case DuckDBTypeId.BOOLEAN:
      return "boolean";
    case DuckDBTypeId.DOUBLE:
      return "double";
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
      return (await anyValue(duckdb, expression, "value NOT BETWEEN -2147483648 AND 2147483647")) ? "bigint" : "int";
    default:
      return (await anyValue(duckdb, expression, "json_type(to_json(value)) <> 'NULL'")) ? "string" : null;
  }
}

async function anyValue(duckdb: DuckDBConnection, expression: string, condition: string): Promise<boolean> {
  const path = expression.replace(/^value/, "sniffed.value");
  const result = await duckdb.runAndReadAll(
    `SELECT 1 FROM (SELECT ${path} AS value FROM sniffed) WHERE value IS NOT NULL AND ${condition} LIMIT 1`,
  );
  return result.getRows().length > 0;
}
