import Table from "cli-table3";
import pc from "picocolors";
import type { CatalogTable } from "./catalog";
import type { RunReport } from "./report";
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

/** Prints what became of every dataset's files and rows. */
export function showReport(report: RunReport): void {
  const right = { hAlign: "right" as const };
  const counts = ["files", "read", "loaded", "quarantined", "filtered", "deduplicated"] as const;
  const table = new Table({
    head: ["dataset", "target", "mode", "status", ...counts, "seconds"],
    colAligns: ["left", "left", "left", "left", ...counts.map(() => right.hAlign), right.hAlign],
    ...plain,
  });
  for (const d of report.datasets) {
    const status = d.status === "FAILED" ? pc.red(d.status) : pc.green(d.status.replace("_", " "));
    const numbers = counts.map((count) => d[count].toLocaleString("en-US"));
    table.push([d.dataset, d.target, d.mode, status, ...numbers, d.seconds.total.toFixed(1)]);
  }
  console.log(table.toString());
  for (const d of report.datasets.filter((dataset) => dataset.quarantine)) {
    console.log(`${d.quarantined} rows of ${d.dataset} did not fit and lie with their reasons in ${d.quarantine}`);
  }
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
