/** One record of a text file. */
export interface TextRecord {
  /** Fields in the file's order, undefined for one that is not there. */
  fields: { text: string; quoted: boolean }[];
  /** Line at which it begins, from 1. */
  line: number;
  raw: string;
}

export interface CsvFormat {
  delimiter: string;
  quote: string;
  /** Lines to pass over at the start. */
  ignoreHeader: number;
  ignoreBlankLines: boolean;
}

/** A CSV that a reader cannot go on with. */
export class BadCsv extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly raw: string,
  ) {
    super(message);
  }
}

/**
 * Reads CSV as RFC 4180 has it: a quoted field may hold delimiters, line ends and doubled quotes.
 * @throws {BadCsv} for a quote that does not end
 */
export async function* readCsv(chunks: AsyncIterable<string>, format: CsvFormat): AsyncGenerator<TextRecord> {
  let line = 0;
  let pending: string | undefined;
  let startedAt = 0;
  for await (const text of lines(chunks)) {
    line++;
    if (line <= format.ignoreHeader) continue;
    if (pending === undefined) {
      if (text === "" && format.ignoreBlankLines) continue;
      startedAt = line;
    }
    const raw: string = pending === undefined ? text : `${pending}\n${text}`;
    const fields = split(raw, format);
    pending = fields ? undefined : raw;
    if (fields) yield { fields, line: startedAt, raw };
  }
  if (pending !== undefined) throw new BadCsv("Invalid quote formatting for CSV", startedAt, pending);
}

/** The fields of a record, or undefined when a quoted one goes on in the next line. */
function split(raw: string, { delimiter, quote }: CsvFormat): TextRecord["fields"] | undefined {
  const fields: TextRecord["fields"] = [];
  let at = 0;
  for (;;) {
    if (raw[at] === quote) {
      const field = quoted(raw, at, quote);
      if (!field) return undefined;
      const end = raw.indexOf(delimiter, field.end);
      fields.push({ text: field.text + raw.slice(field.end, end === -1 ? undefined : end), quoted: true });
      if (end === -1) return fields;
      at = end + 1;
    } else {
      const end = raw.indexOf(delimiter, at);
      fields.push({ text: raw.slice(at, end === -1 ? undefined : end), quoted: false });
      if (end === -1) return fields;
      at = end + 1;
    }
  }
}

function quoted(raw: string, start: number, quote: string): { text: string; end: number } | undefined {
  let text = "";
  let at = start + 1;
  for (;;) {
    const end = raw.indexOf(quote, at);
    if (end === -1) return undefined;
    text += raw.slice(at, end);
    if (raw[end + 1] !== quote) return { text, end: end + 1 };
    text += quote;
    at = end + 2;
  }
}

async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop()!;
    for (const part of parts) yield withoutReturn(part);
  }
  if (rest !== "") yield withoutReturn(rest);
}

const withoutReturn = (line: string) => (line.endsWith("\r") ? line.slice(0, -1) : line);
