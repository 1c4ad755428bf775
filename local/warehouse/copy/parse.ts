import { notEmulated, RedshiftError } from "../sql/error";
import { syntaxError, type Token } from "../sql/tokens";
import { Cursor } from "./cursor";

export type CopyFormat = "PARQUET" | "CSV" | "JSON";

/** COPY ... FROM 's3://...', read. */
export interface CopyStatement {
  kind: "copy";
  /** Schema and table, or the table alone; lower case. */
  table: string[];
  /** Empty: all of the table's. */
  columns: string[];
  source: string;
  /** ARN, or `default`. */
  iamRole: string;
  format: CopyFormat;
  /** `auto`, `auto ignorecase` or `noshred`. */
  jsonShape: string;
  manifest: boolean;
  gzip: boolean;
  delimiter: string;
  quote: string;
  ignoreHeader: number;
  nullAs: string;
  serializeToJson: boolean;
  explicitIds: boolean;
  emptyAsNull: boolean;
  blanksAsNull: boolean;
  truncateColumns: boolean;
  trimBlanks: boolean;
  ignoreBlankLines: boolean;
}

type Option = (copy: CopyStatement, cursor: Cursor) => void;

/** Options that take effect, and those that change nothing here, like the statistics'. All others are refused. */
const OPTIONS: Record<string, Option> = {
  IAM_ROLE: (copy, cursor) => (copy.iamRole = cursor.skip("DEFAULT") ? "default" : cursor.string()),
  FORMAT: (_copy, cursor) => cursor.skip("AS"),
  PARQUET: (copy) => (copy.format = "PARQUET"),
  CSV: (copy, cursor) => {
    copy.format = "CSV";
    if (!cursor.skip("QUOTE")) return;
    cursor.skip("AS");
    copy.quote = cursor.string();
  },
  JSON: (copy, cursor) => {
    copy.format = "JSON";
    cursor.skip("AS");
    copy.jsonShape = cursor.isString() ? cursor.string().toLowerCase() : "auto";
    if (!["auto", "auto ignorecase", "noshred"].includes(copy.jsonShape))
      throw notEmulated(`COPY JSON '${copy.jsonShape}'`);
  },
  MANIFEST: (copy) => (copy.manifest = true),
  GZIP: (copy) => (copy.gzip = true),
  DELIMITER: (copy, cursor) => (copy.delimiter = cursor.argument()),
  QUOTE: (copy, cursor) => (copy.quote = cursor.argument()),
  IGNOREHEADER: (copy, cursor) => (copy.ignoreHeader = cursor.number()),
  NULL: (copy, cursor) => (copy.nullAs = cursor.argument()),
  SERIALIZETOJSON: (copy) => (copy.serializeToJson = true),
  EXPLICIT_IDS: (copy) => (copy.explicitIds = true),
  EMPTYASNULL: (copy) => (copy.emptyAsNull = true),
  BLANKSASNULL: (copy) => (copy.blanksAsNull = true),
  TRUNCATECOLUMNS: (copy) => (copy.truncateColumns = true),
  TRIMBLANKS: (copy) => (copy.trimBlanks = true),
  IGNOREBLANKLINES: (copy) => (copy.ignoreBlankLines = true),
  STATUPDATE: (_copy, cursor) => cursor.skip("ON", "OFF", "TRUE", "FALSE"),
  COMPUPDATE: (_copy, cursor) => cursor.skip("PRESET", "ON", "OFF", "TRUE", "FALSE"),
  MAXERROR: (_copy, cursor) => {
    cursor.skip("AS");
    if (cursor.number() > 0) throw notEmulated("COPY MAXERROR above 0");
  },
  DATEFORMAT: (_copy, cursor) => onlyAuto("DATEFORMAT", cursor),
  TIMEFORMAT: (_copy, cursor) => onlyAuto("TIMEFORMAT", cursor),
  ENCODING: (_copy, cursor) => {
    const encoding = cursor.isString() || cursor.skip("AS") ? cursor.string() : cursor.word();
    if (encoding.toUpperCase() !== "UTF8") throw notEmulated(`COPY ENCODING ${encoding}`);
  },
};

const NOT_EMULATED = [
  "ORC",
  "AVRO",
  "SHAPEFILE",
  "FIXEDWIDTH",
  "REGION",
  "BZIP2",
  "LZOP",
  "ZSTD",
  "ENCRYPTED",
  "MASTER_SYMMETRIC_KEY",
  "KMS_KEY_ID",
  "CREDENTIALS",
  "ACCESS_KEY_ID",
  "SECRET_ACCESS_KEY",
  "SESSION_TOKEN",
  "ACCEPTANYDATE",
  "ACCEPTINVCHARS",
  "ESCAPE",
  "FILLRECORD",
  "IGNOREALLERRORS",
  "NOLOAD",
  "READRATIO",
  "REMOVEQUOTES",
  "ROUNDEC",
  "COMPROWS",
  "SSH",
];

const FOR_PARQUET = [
  "IAM_ROLE",
  "FORMAT",
  "PARQUET",
  "MANIFEST",
  "SERIALIZETOJSON",
  "EXPLICIT_IDS",
  "STATUPDATE",
  "ACCEPTINVCHARS",
  "FILLRECORD",
];

/**
 * Reads a COPY. Nothing in it is passed over: an option takes effect or is an error.
 * @param tokens without blanks and comments, beginning with COPY
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html
 */
export function parseCopy(tokens: Token[]): CopyStatement {
  const cursor = new Cursor(tokens);
  const table = [cursor.name()];
  while (cursor.skip(".")) table.push(cursor.name());
  const copy: CopyStatement = {
    kind: "copy",
    table,
    columns: cursor.columns(),
    source: cursor.from(),
    iamRole: "",
    format: "CSV",
    jsonShape: "auto",
    manifest: false,
    gzip: false,
    delimiter: ",",
    quote: '"',
    ignoreHeader: 0,
    nullAs: "\\N",
    serializeToJson: false,
    explicitIds: false,
    emptyAsNull: false,
    blanksAsNull: false,
    truncateColumns: false,
    trimBlanks: false,
    ignoreBlankLines: false,
  };
  const given: string[] = [];
  while (!cursor.ended()) {
    const option = cursor.word();
    if (option === "AS") continue;
    given.push(option);
    if (OPTIONS[option]) OPTIONS[option](copy, cursor);
    else if (!NOT_EMULATED.includes(option)) throw syntaxError(cursor.last());
    else if (given.includes("PARQUET") && !FOR_PARQUET.includes(option)) throw notForParquet(option);
    else throw notEmulated(`COPY ${option}`);
  }
  check(copy, given);
  return copy;
}

function check(copy: CopyStatement, given: string[]): void {
  if (!copy.iamRole) throw new RedshiftError("must specify credentials when loading from S3", "42601");
  if (!["PARQUET", "CSV", "JSON"].some((format) => given.includes(format)))
    throw notEmulated("COPY of delimited text; use FORMAT AS CSV");
  const foreign = copy.format === "PARQUET" && given.find((option) => !FOR_PARQUET.includes(option));
  if (foreign) throw notForParquet(foreign);
  if (copy.serializeToJson && copy.format !== "PARQUET")
    throw new RedshiftError("SERIALIZETOJSON is only supported for ORC and PARQUET", "0A000");
  if (copy.delimiter.length !== 1) throw new RedshiftError("COPY delimiter must be a single character", "0A000");
  if (copy.quote.length !== 1) throw new RedshiftError("COPY quote must be a single character", "0A000");
}

const notForParquet = (option: string) =>
  new RedshiftError(`${option} argument is not supported for PARQUET based COPY`, "0A000");

function onlyAuto(option: string, cursor: Cursor): void {
  const format = cursor.argument();
  if (format.toLowerCase() !== "auto") throw notEmulated(`COPY ${option} '${format}'; use 'auto'`);
}
