import { notEmulated, RedshiftError } from "./error";
import { identifier, keyword, startsWith, syntaxError, type Token } from "./tokens";

/** A PostgreSQL domain that keeps one of Redshift's limits in bytes. */
export interface ByteLimit {
  /** Redshift's type: `varchar(40)`. Also the domain's name. */
  name: string;
  /** PostgreSQL's type below. */
  base: string;
  bytes: number;
}

export interface ColumnType {
  /** As PostgreSQL takes it. */
  sql: string;
  limit?: ByteLimit;
  /** Number of tokens that the type took. */
  length: number;
}

const PLAIN: Record<string, string> = {
  SMALLINT: "smallint",
  INT2: "smallint",
  INTEGER: "integer",
  INT: "integer",
  INT4: "integer",
  BIGINT: "bigint",
  INT8: "bigint",
  REAL: "real",
  FLOAT4: "real",
  "DOUBLE PRECISION": "double precision",
  FLOAT8: "double precision",
  FLOAT: "double precision",
  BOOLEAN: "boolean",
  BOOL: "boolean",
  DATE: "date",
  "TIMESTAMP WITHOUT TIME ZONE": "timestamp",
  "TIMESTAMP WITH TIME ZONE": "timestamptz",
  TIMESTAMP: "timestamp",
  TIMESTAMPTZ: "timestamptz",
  "TIME WITHOUT TIME ZONE": "time",
  "TIME WITH TIME ZONE": "timetz",
  TIME: "time",
  TIMETZ: "timetz",
  SUPER: "jsonb",
};

interface Sized {
  name: string;
  base: string;
  /** Length when none is written. */
  usual: number;
  max: number;
}

const VARCHAR: Sized = { name: "varchar", base: "character varying", usual: 256, max: 65535 };
const CHAR: Sized = { name: "char", base: "character", usual: 1, max: 4096 };
const VARBYTE: Sized = { name: "varbyte", base: "bytea", usual: 64000, max: 1024000 };
const SIZED: Record<string, Sized> = {
  "CHARACTER VARYING": VARCHAR,
  VARCHAR,
  NVARCHAR: VARCHAR,
  TEXT: VARCHAR,
  CHARACTER: CHAR,
  CHAR,
  NCHAR: CHAR,
  BPCHAR: { ...CHAR, usual: 256 },
  "BINARY VARYING": VARBYTE,
  VARBYTE,
  VARBINARY: VARBYTE,
};

const UNKNOWN_HERE = ["GEOMETRY", "GEOGRAPHY", "HLLSKETCH", "INTERVAL"];

/**
 * Reads the type of a column.
 * @param at index of the type's first token
 * @throws {RedshiftError} for a type that Redshift does not have, or a length that it does not take.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
 */
export function columnType(tokens: Token[], at: number): ColumnType {
  const longest = (names: Record<string, unknown>) =>
    Object.keys(names)
      .filter((name) => startsWith(tokens, name, at))
      .sort((a, b) => b.length - a.length)[0];
  const sized = longest(SIZED);
  if (sized) return sizedType(tokens, at, sized);
  const plain = longest(PLAIN);
  if (plain) {
    const { args, length } = parameters(tokens, at + plain.split(" ").length);
    if (args.length > 0 && plain !== "FLOAT") throw syntaxError(tokens[at + plain.split(" ").length]);
    return {
      sql: plain === "FLOAT" && Number(args[0] ?? 53) < 25 ? "real" : PLAIN[plain],
      length: plain.split(" ").length + length,
    };
  }
  const word = keyword(tokens[at]);
  if (word === "DECIMAL" || word === "NUMERIC") return decimal(tokens, at);
  if (UNKNOWN_HERE.includes(word)) throw notEmulated(`type ${word}`);
  if (!tokens[at] || (tokens[at].kind !== "word" && tokens[at].kind !== "quoted")) throw syntaxError(tokens[at]);
  throw new RedshiftError(`type "${identifier(tokens[at])}" does not exist`, "42704");
}

function sizedType(tokens: Token[], at: number, written: string): ColumnType {
  const words = written.split(" ").length;
  const { args, length } = parameters(tokens, at + words);
  const { name, base, usual, max } = SIZED[written];
  const bytes = args[0] === undefined ? usual : args[0].toUpperCase() === "MAX" ? max : Number(args[0]);
  if (!(bytes >= 1)) throw new RedshiftError(`length for type ${base} must be at least 1`, "22023");
  if (bytes > max) throw new RedshiftError(`length for type ${base} cannot exceed ${max}`, "22023");
  const limit = { name: `${name}(${bytes})`, base: base === "bytea" ? base : `${base}(${bytes})`, bytes };
  return { sql: `pg_catalog."${limit.name}"`, limit, length: words + length };
}

function decimal(tokens: Token[], at: number): ColumnType {
  const { args, length } = parameters(tokens, at + 1);
  const [precision, scale] = [Number(args[0] ?? 18), Number(args[1] ?? 0)];
  if (precision > 38) throw new RedshiftError(`NUMERIC precision ${precision} must be between 1 and 38`, "22023");
  if (scale > precision)
    throw new RedshiftError(`NUMERIC scale ${scale} must be between 0 and precision ${precision}`, "22023");
  return { sql: `numeric(${precision},${scale})`, length: 1 + length };
}

/** What stands in the brackets after a type's name. */
function parameters(tokens: Token[], at: number): { args: string[]; length: number } {
  if (keyword(tokens[at]) !== "(") return { args: [], length: 0 };
  const args: string[] = [];
  let i = at + 1;
  for (; keyword(tokens[i]) !== ")"; i++) {
    if (i >= tokens.length) throw syntaxError(undefined);
    if (keyword(tokens[i]) !== ",") args.push(tokens[i].text);
  }
  return { args, length: i + 1 - at };
}
