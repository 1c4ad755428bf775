import Table from "cli-table3";
import pc from "picocolors";
import type { CatalogTable } from "./catalog";
import type { DatasetReport, RunReport } from "./report";
import type { Row } from "./sql";

const plain = { style: { head: [], border: [] } };

/** Prints the tables that the crawler found. */
export function showCatalog(tables: CatalogTable[]): void {
  const table = new Table({
    head: ["dataset", "catalog table", "format", "columns", "partition keys"],
    wordWrap: true,
    colWidths: [null, null, null, 60, null],
    ...plain,
  });
  for (const found of tables) {
    const columns = found.columns.map((column) => `${column.name} ${column.type}`).join(", ");
    table.push([found.dataset, found.table, found.classification, columns, found.partitionKeys.join(", ")]);
  }
  console.log(table.toString());
}

const always = ["files", "read", "loaded", "quarantined", "filtered", "deduplicated"] as const;
/** Counts that are a column only where one of them is not 0. */
const sometimes = ["derived", "deleted", "ties"] as const;

/** Prints what became of every dataset's files and rows. */
export function showReport(report: RunReport): void {
  const counts = [...always, ...sometimes.filter((count) => report.datasets.some((d) => d[count] > 0))];
  const table = new Table({
    head: ["dataset", "target", "mode", "status", ...counts, "seconds"],
    colAligns: ["left", "left", "left", "left", ...counts.map(() => "right" as const), "right"],
    ...plain,
  });
  for (const d of report.datasets) {
    const status = d.status === "FAILED" ? pc.red(d.status) : pc.green(d.status.replace("_", " "));
    const numbers = counts.map((count) => d[count].toLocaleString("en-US"));
    table.push([d.dataset, d.target, d.mode, status, ...numbers, d.seconds.total.toFixed(1)]);
  }
  console.log(table.toString());
  showNotes(report);
  for (const d of report.datasets.filter((dataset) => dataset.quarantine)) {
    console.log(`${d.quarantined} rows of ${d.dataset} did not fit and lie with their reasons in ${d.quarantine}`);
  }
}

/** Prints what else is to be said of a load: broken rules, checks, changes of the target, retries, warnings. Often that is nothing. */
function showNotes(report: RunReport): void {
  const notes = report.datasets.flatMap((d) => notesOn(d).map((note) => [d.dataset, ...note]));
  if (notes.length > 0) {
    const table = new Table({ head: ["dataset", "", ""], wordWrap: true, colWidths: [null, null, 90], ...plain });
    table.push(...notes);
    console.log(table.toString());
  }
}

/** A kind and a text for each of them. */
export function notesOn(dataset: DatasetReport): [string, string][] {
  return [
    ...dataset.rules.map(({ name, onFail, rows }): [string, string] => [
      "rule",
      `${name}: ${rows.toLocaleString("en-US")} rows break it${rows > 0 ? ` (${onFail})` : ""}`,
    ]),
    ...dataset.checks.map(({ check, onFail, passed, found }): [string, string] => [
      passed ? "check" : pc.red("check"),
      `${check}: ${passed ? "holds" : `does not hold (${onFail})`}${found ? `, found ${found}` : ""}`,
    ]),
    ...dataset.schemaChanges.map((sql): [string, string] => ["target changed", sql]),
    ...dataset.retries.map(({ reason, waitSeconds }): [string, string] => [
      "tried again",
      `after ${waitSeconds.toFixed(1)} s: ${reason}`,
    ]),
    ...dataset.warnings.map((text): [string, string] => [pc.yellow("warning"), text]),
  ];
}

/** Prints rows as SQL gave them, cut to what a terminal holds. */
export function showRows(title: string, rows: Row[]): void {
  console.log(pc.bold(`\n${title}`));
  if (rows.length === 0) {
    console.log("no rows");
    return;
  }
  const names = Object.keys(rows[0]).slice(0, 8);
  const more = Object.keys(rows[0]).length - names.length;
  const table = new Table({ head: more > 0 ? [...names, `+${more}`] : names, ...plain });
  for (const row of rows) {
    table.push(names.map((name) => cell(row[name])));
  }
  console.log(table.toString());
}

function cell(value: Row[string]): string {
  const text = value === null ? "NULL" : String(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
