import type { ColumnArgs } from "../dataset-args/dataset";
import { FileFormat } from "../dataset-args/files";
import { matching } from "../validation";

/** How the CSV files of a declared table are written. */
export interface CsvFilesArgs {
  /**
   * The one character between two fields.
   * @default ","
   */
  delimiter?: string;

  /**
   * The one character around fields, another than the delimiter. When it is given Athena reads the files with OpenCSVSerDe, which
   * knows quotes but takes dates and timestamps for numbers; else with LazySimpleSerDe, as crawlers have it, which knows no
   * quotes. The job knows quotes either way, and takes `"` for them when nothing is given.
   * @default LazySimpleSerDe
   * @see https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html
   */
  quote?: string;

  /**
   * Whether each file begins with the names of its columns.
   * @default true
   */
  header?: boolean;
}

/** What stands between or around the fields of CSV files. */
export const oneCharacter = matching(/^[^\r\n]$/u, "one character");

/** What a table of the Data Catalog says of how its files are written. */
interface FilesDescription {
  parameters: Record<string, string>;
  inputFormat: string;
  outputFormat: string;
  serDeInfo: { serializationLibrary: string; parameters: Record<string, string> };
}

const TEXT = {
  inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
  outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
};

/**
 * Describes files as crawlers do, so that the job cannot tell a declared table from a crawled one.
 *
 * @param columns those in the files, by their names in the files
 */
export function describeFiles(
  format: FileFormat,
  columns: ColumnArgs[],
  csv: CsvFilesArgs = {},
  jsonPath?: string,
): FilesDescription {
  const parameters = { classification: format, typeOfData: "file" };
  switch (format) {
    case FileFormat.Csv:
      return { ...TEXT, ...describeCsv(csv, parameters) };
    case FileFormat.Json:
      return {
        ...TEXT,
        parameters: jsonPath === undefined ? parameters : { ...parameters, jsonPath },
        serDeInfo: {
          serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
          parameters: { paths: columns.map(({ name }) => name).join(",") },
        },
      };
    case FileFormat.Parquet:
      return {
        parameters,
        inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        serDeInfo: {
          serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
          parameters: { "serialization.format": "1" },
        },
      };
  }
}

function describeCsv(
  { delimiter = ",", quote, header = true }: CsvFilesArgs,
  common: Record<string, string>,
): Pick<FilesDescription, "parameters" | "serDeInfo"> {
  const parameters = { ...common, delimiter };
  return {
    parameters: header ? { ...parameters, "skip.header.line.count": "1" } : parameters,
    serDeInfo:
      quote === undefined
        ? {
            serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
            parameters: { "field.delim": delimiter },
          }
        : {
            serializationLibrary: "org.apache.hadoop.hive.serde2.OpenCSVSerde",
            parameters: { separatorChar: delimiter, quoteChar: quote },
          },
  };
}

/**
 * A column's type as Athena and Redshift Spectrum spell it. They know no time with a zone: in a file of text it stays text, in
 * Parquet it is a point in time.
 */
export function catalogType(type: string, format: FileFormat): string {
  const text = type.toLowerCase().trim().replace(/\s+/g, " ");
  if (text === "integer") return "int";
  if (text === "timestamp with time zone") return format === FileFormat.Parquet ? "timestamp" : "string";
  return text.replaceAll(" ", "");
}
