/** The columns of TPC-H's lineitem, by the names and types of the Glue Data Catalog. */
export const COLUMNS = [
  { name: "l_orderkey", type: "bigint" },
  { name: "l_partkey", type: "bigint" },
  { name: "l_suppkey", type: "bigint" },
  { name: "l_linenumber", type: "int" },
  { name: "l_quantity", type: "decimal(15,2)" },
  { name: "l_extendedprice", type: "decimal(15,2)" },
  { name: "l_discount", type: "decimal(15,2)" },
  { name: "l_tax", type: "decimal(15,2)" },
  { name: "l_returnflag", type: "varchar(1)" },
  { name: "l_linestatus", type: "varchar(1)" },
  { name: "l_shipdate", type: "date" },
  { name: "l_commitdate", type: "date" },
  { name: "l_receiptdate", type: "date" },
  { name: "l_shipinstruct", type: "varchar(25)" },
  { name: "l_shipmode", type: "varchar(10)" },
  { name: "l_comment", type: "varchar(44)" },
] as const;

export const KEYS = ["l_orderkey", "l_linenumber"];

/** Rows at scale factor 1; the generator gives about as many at other ones. */
export const ROWS_AT_1 = 6_001_215;

/** CREATE TABLE for PostgreSQL, without a key or an index, as Redshift has none. */
export const createTable = (table: string) =>
  `CREATE TABLE ${table} (${COLUMNS.map(({ name, type }) => `${name} ${type}`).join(", ")})`;

/** The same columns for Spark's reader. */
export const sparkSchema = COLUMNS.map(({ name, type }) => `${name} ${type.replace(/^varchar.*/, "string")}`).join(
  ", ",
);

/**
 * One row of texts that two tables have alike only when they hold the same rows, or nearly so. PostgreSQL and DuckDB both take it,
 * and the casts let it pass over another type that a peer chose.
 */
export const FINGERPRINT = [
  "count(*)",
  "sum(CAST(l_orderkey AS bigint))",
  "sum(CAST(l_linenumber AS bigint))",
  "sum(CAST(l_extendedprice AS decimal(15,2)))",
  "sum(length(l_comment))",
  "min(CAST(l_shipdate AS date))",
  "max(CAST(l_receiptdate AS date))",
]
  .map((expression) => `CAST(${expression} AS varchar)`)
  .join(", ");
