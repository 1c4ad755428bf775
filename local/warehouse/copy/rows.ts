import type { TargetColumn, TargetTable } from "./columns";
import { readCsv } from "./csv";
import { readJson } from "./json";
import type { CopyStatement } from "./parse";

/** A row ready for the table. */
export interface Row {
  values: (string | null)[];
  line: number;
  raw: string;
}

/** A row that Redshift would refuse before it looks at a value. */
export class BadRow extends Error {
  constructor(
    message: string,
    readonly code: number,
    readonly row: Omit<Row, "values">,
  ) {
    super(message);
  }
}

/** The rows of one text file, by COPY's own rules for NULL, blanks and lengths. */
export async function* rowsOf(
  chunks: AsyncIterable<string>,
  copy: CopyStatement,
  table: TargetTable,
): AsyncGenerator<Row> {
  if (copy.format === "JSON") {
    yield* jsonRows(chunks, copy, table);
    return;
  }
  const wanted = table.columns.length;
  for await (const { fields, line, raw } of readCsv(chunks, copy)) {
    if (fields.length < wanted) throw new BadRow("Delimiter not found", 1214, { line, raw });
    if (fields.length > wanted) throw new BadRow("Extra column(s) found", 1202, { line, raw });
    const values = fields.map(({ text, quoted }, i) =>
      text === copy.nullAs && !quoted ? null : adjusted(text, copy, table.columns[i]),
    );
    yield { values, line, raw };
  }
}

async function* jsonRows(chunks: AsyncIterable<string>, copy: CopyStatement, table: TargetTable): AsyncGenerator<Row> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  for (const { members, line, raw } of readJson(text)) {
    if (copy.jsonShape === "noshred") {
      yield { values: [raw], line, raw };
      continue;
    }
    const folded =
      copy.jsonShape === "auto ignorecase"
        ? new Map([...members].map(([key, value]) => [key.toLowerCase(), value]))
        : members;
    yield { values: table.columns.map((column) => jsonValue(folded.get(column.name), copy, column)), line, raw };
  }
}

function jsonValue(raw: string | undefined, copy: CopyStatement, column: TargetColumn): string | null {
  if (raw === undefined || raw === "null") return null;
  if (column.type === "jsonb") return raw;
  return adjusted(raw.startsWith('"') ? (JSON.parse(raw) as string) : raw, copy, column);
}

/**
 * Only character columns hold the empty text.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html
 */
function adjusted(text: string, copy: CopyStatement, column: TargetColumn): string | null {
  if (!column.type.startsWith("character")) return text.trim() === "" ? null : text;
  if (text === "" && copy.emptyAsNull) return null;
  if (copy.blanksAsNull && text !== "" && text.trim() === "") return null;
  const kept = copy.trimBlanks ? text.replace(/\s+$/, "") : text;
  return copy.truncateColumns && column.size !== undefined ? truncated(kept, column.size) : kept;
}

/** The longest beginning that fits, without half a character at its end. */
function truncated(text: string, bytes: number): string {
  const buffer = Buffer.from(text);
  if (buffer.length <= bytes) return text;
  let end = bytes;
  while ((buffer[end] & 0xc0) === 0x80) end--;
  return buffer.subarray(0, end).toString();
}
