import { notEmulated, RedshiftError } from "./error";
import { keyword, startsWith, syntaxError, type Token } from "./tokens";

/** What PostgreSQL takes and Redshift does not: the keywords, and which of them Redshift's parser stumbles over. */
const NOT_IN_REDSHIFT: { words: string; at: number }[] = [
  { words: "ON CONFLICT", at: 1 },
  { words: "FOR UPDATE", at: 0 },
  { words: "FOR SHARE", at: 0 },
  { words: "CROSS JOIN LATERAL", at: 2 },
  { words: "JOIN LATERAL", at: 1 },
  { words: ", LATERAL", at: 1 },
  { words: "FILTER ( WHERE", at: 1 },
  { words: "TABLESAMPLE", at: 0 },
  { words: "SELECT DISTINCT ON", at: 2 },
  { words: "AS MATERIALIZED", at: 1 },
  { words: "AS NOT MATERIALIZED", at: 1 },
  ...["INSERT INTO", "UPDATE", "DELETE FROM"].map((words) => ({ words: `AS ( ${words}`, at: 2 })),
];

const OPERATORS_NOT_IN_REDSHIFT = ["->", "->>", "#>", "#>>", "@>", "<@"];

/** Statements that PostgreSQL takes and Redshift does not. */
const STATEMENTS_NOT_IN_REDSHIFT = [
  ...[
    "INDEX",
    "UNIQUE INDEX",
    "TRIGGER",
    "DOMAIN",
    "TYPE",
    "SEQUENCE",
    "RULE",
    "EXTENSION",
    "AGGREGATE",
    "OPERATOR",
    "UNLOGGED",
    "PUBLICATION",
    "POLICY",
  ].flatMap((object) => [`CREATE ${object}`, `ALTER ${object}`, `DROP ${object}`]),
  "DO",
  "LISTEN",
  "NOTIFY",
  "REINDEX",
  "CLUSTER",
];

/** Statements of Redshift that nothing here answers. */
const NOT_EMULATED = [
  "UNLOAD",
  "CREATE DATABASE",
  "ALTER DATABASE",
  "DROP DATABASE",
  "CREATE EXTERNAL",
  "CREATE DATASHARE",
  "ALTER DATASHARE",
  "DROP DATASHARE",
  "CREATE MODEL",
  "CREATE LIBRARY",
  "CREATE MATERIALIZED VIEW",
  "REFRESH MATERIALIZED VIEW",
  "CREATE MASKING POLICY",
  "CREATE RLS POLICY",
  "SHOW TABLE",
  "SHOW TABLES",
  "SHOW SCHEMAS",
  "SHOW DATABASES",
  "SHOW COLUMNS",
  "SHOW VIEW",
  "SHOW PROCEDURE",
  "SHOW GRANTS",
  "SHOW EXTERNAL",
  "ANALYZE COMPRESSION",
  "SET ENABLE_CASE_SENSITIVE_IDENTIFIER",
  "GRANT ASSUMEROLE",
  "EXPLAIN",
];

/**
 * Refuses what the real Redshift would refuse but PostgreSQL would run, so that SQL that passes here passes there, and what
 * Redshift runs but this stand-in does not.
 * @param tokens without blanks and comments
 */
export function refuse(tokens: Token[]): void {
  const missing = NOT_EMULATED.find((words) => startsWith(tokens, words));
  if (missing) throw notEmulated(missing);
  const foreign = STATEMENTS_NOT_IN_REDSHIFT.find((words) => startsWith(tokens, words));
  if (foreign) throw syntaxError(tokens[foreign.split(" ").length - 1]);
  tokens.forEach((token, i) => {
    if (token.kind === "operator" && OPERATORS_NOT_IN_REDSHIFT.includes(token.text)) {
      throw new RedshiftError(`operator does not exist: ${token.text}`, "42883", undefined, token.at + 1);
    }
    const found = NOT_IN_REDSHIFT.find(({ words }) => startsWith(tokens, words, i));
    if (found) throw syntaxError(tokens[i + found.at]);
  });
  refuseReturning(tokens);
  refuseMerge(tokens);
  if (startsWith(tokens, "LOCK")) refuseLockMode(tokens);
}

function refuseReturning(tokens: Token[]): void {
  if (!["INSERT", "UPDATE", "DELETE", "MERGE"].includes(keyword(tokens[0]))) return;
  const returning = tokens.find((token) => keyword(token) === "RETURNING");
  if (returning) throw syntaxError(returning);
}

/**
 * Redshift's target has no alias and its source is a table; it has exactly one WHEN MATCHED and one WHEN NOT MATCHED, without
 * conditions.
 */
function refuseMerge(tokens: Token[]): void {
  if (!startsWith(tokens, "MERGE INTO")) return;
  const using = tokens.findIndex((token) => keyword(token) === "USING");
  let target = 2;
  while (keyword(tokens[target + 1]) === ".") target += 2;
  if (using !== target + 1) throw syntaxError(tokens[target + 1]);
  if (keyword(tokens[using + 1]) === "(") throw syntaxError(tokens[using + 1]);
  const tail = tokens.slice(-2);
  if (startsWith(tail, "REMOVE DUPLICATES")) return;
  let matched = 0;
  let notMatched = 0;
  tokens.forEach((token, i) => {
    if (keyword(token) !== "WHEN") return;
    const not = keyword(tokens[i + 1]) === "NOT";
    const then = tokens[i + (not ? 3 : 2)];
    if (keyword(tokens[i + (not ? 2 : 1)]) !== "MATCHED") return;
    if (keyword(then) !== "THEN" || keyword(tokens[tokens.indexOf(then) + 1]) === "DO") throw syntaxError(then);
    if (not) notMatched++;
    else matched++;
  });
  if (matched !== 1 || notMatched !== 1) throw syntaxError(undefined);
}

function refuseLockMode(tokens: Token[]): void {
  const mode = tokens.find((token, i) => i > 1 && ["IN", "NOWAIT"].includes(keyword(token)));
  if (mode) throw syntaxError(mode);
}
