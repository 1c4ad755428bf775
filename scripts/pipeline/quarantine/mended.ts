import { compact } from "./json-text";
import { parseRecord, type QuarantineRecord } from "./record";

/** Rows that a person has mended: of one run and one dataset. */
export interface MendedRows {
  runId: string;
  dataset: string;
  rows: MendedRow[];
}

export interface MendedRow {
  /** Number of the line in the file, from 1. */
  line: number;
  record: QuarantineRecord;
  /** The JSON text of its values, without blanks between them. */
  values: string;
}

const SHOWN = 20;

/** An error for all wrong lines of a file at once. */
export class WrongLinesError extends Error {
  constructor(problems: string[]) {
    const more = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
    super(["Nothing was loaded. In the file:", ...problems.slice(0, SHOWN), ...more].join("\n  "));
  }
}

/**
 * Reads a file of mended records.
 *
 * @throws WrongLinesError that says of each line what is wrong
 */
export function readMended(text: string): MendedRows {
  const rows: MendedRow[] = [];
  const problems: string[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") {
      continue;
    }
    try {
      const record = parseRecord(line);
      rows.push({ line: i + 1, record, values: compact(record.rawValues) });
      const [first] = rows;
      if (record.values === null) {
        problems.push(`line ${i + 1}: values is null: fill it in from text, or take the line out`);
      } else if (record.runId !== first.record.runId || record.dataset !== first.record.dataset) {
        problems.push(
          `line ${i + 1}: is of ${record.dataset} in run ${record.runId}, line ${first.line} of ${first.record.dataset} in run ` +
            `${first.record.runId}: give a file for each`,
        );
      }
    } catch (error) {
      problems.push(`line ${i + 1}: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) {
    throw new WrongLinesError(problems);
  }
  if (rows.length === 0) {
    throw new Error("The file holds no row");
  }
  return { runId: rows[0].record.runId, dataset: rows[0].record.dataset, rows };
}

export interface Known {
  /** Names of the source's columns. */
  columns: ReadonlySet<string>;
  /** The values of the rows as they lie in quarantine, as JSON without blanks. Empty: rows may be unchanged. */
  originals: ReadonlySet<string>;
  /** Values that were given before and would be doubled. */
  given: ReadonlyMap<string, string>;
  /** Addresses of the files whose rows in the target are still those of the run. */
  files: ReadonlySet<string>;
}

/**
 * Checks that mended rows can be loaded.
 *
 * @throws WrongLinesError that says of each line what is wrong
 */
export function checkMended({ rows, runId }: MendedRows, known: Known): void {
  const problems = rows.flatMap(({ line, record, values }) =>
    [...problemsOf(record, values, runId, known)].map((problem) => `line ${line}: ${problem}`),
  );
  if (problems.length > 0) {
    throw new WrongLinesError(problems);
  }
}

function* problemsOf(record: QuarantineRecord, values: string, runId: string, known: Known): Generator<string> {
  for (const name of Object.keys(record.values ?? {}).filter((key) => !known.columns.has(key))) {
    yield `there is no column ${JSON.stringify(name)}; the columns are ${[...known.columns].join(", ")}`;
  }
  if (known.originals.has(values)) {
    yield "nothing was changed: mend it, take the line out, or give --unchanged where rules or types were changed instead";
  }
  if (known.given.has(values)) {
    yield `was given already, in ${known.given.get(values)}: take the line out`;
  }
  if (record.file !== null && !known.files.has(record.file)) {
    yield `${record.file} was loaded again since run ${runId}, or is no longer in the ledger: take the line out`;
  }
}
