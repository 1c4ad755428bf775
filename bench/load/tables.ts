import { markdownTable } from "../support/markdown";
import { BAD_ROWS } from "./bad-rows";
import type { Judgement } from "./judge";
import type { Measurement } from "./measure";

const count = (rows: number) => Math.round(rows).toLocaleString("en-US");
const seconds = (value: number) => value.toFixed(value < 10 ? 1 : 0);
const megabytes = (bytes: number) => (bytes === 0 ? "-" : `${Math.round(bytes / 2 ** 20)} MB`);

/** Speed and memory; the first measurement of COPY is what the others are compared with. */
export function speedTable(results: Measurement[]): string {
  const limit = results.find(({ way }) => way === "copy")?.seconds;
  return markdownTable(
    ["way", "files", "s", "rows/s", "× COPY", "memory, own", "memory, all", "of it"],
    results.map((result) => [
      result.title,
      result.form,
      seconds(result.seconds),
      count(result.rowsPerSecond),
      limit === undefined ? "-" : (result.seconds / limit).toFixed(2),
      megabytes(result.memory.own),
      megabytes(result.memory.all),
      Object.entries(result.split ?? {})
        .map(([name, took]) => `${name} ${seconds(took)}`)
        .join(", "),
    ]),
    [2, 3, 4, 5, 6],
  );
}

/** A row for each fault, a column for each way. */
export function faultTable(judgements: Record<string, Judgement>): string {
  const found = Object.values(judgements);
  return markdownTable(
    ["planted row", ...Object.keys(judgements)],
    [
      ...BAD_ROWS.map(({ fault }) => [fault, ...found.map(({ byFault }) => byFault[fault])]),
      ["all ten in one load", ...found.map(({ together }) => together)],
    ],
  );
}
