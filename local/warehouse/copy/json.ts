/** A JSON file that a reader cannot go on with. */
export class BadJson extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly raw: string,
  ) {
    super(message);
  }
}

/** One object of a JSON file, its members as written: numbers keep all their digits. */
export interface JsonRecord {
  members: Map<string, string>;
  line: number;
  raw: string;
}

const BLANK = /\s*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads objects that stand one after another. @throws {BadJson} for anything else */
export function* readJson(text: string): Generator<JsonRecord> {
  let at = blank(text, 0);
  let line = 1;
  let counted = 0;
  while (at < text.length) {
    line += newlines(text, counted, at);
    counted = at;
    const bad = (message: string) => new BadJson(message, line, text.slice(at, at + 1024));
    if (text[at] !== "{") throw bad("Invalid JSON: an object is expected");
    const end = valueEnd(text, at);
    if (end === undefined) throw bad("Invalid JSON: the object does not end");
    const raw = text.slice(at, end);
    try {
      JSON.parse(raw);
    } catch (error) {
      throw bad(`Invalid JSON: ${(error as Error).message}`);
    }
    yield { members: members(raw), line, raw };
    at = blank(text, end);
  }
}

/** The members of a valid object. */
function members(object: string): Map<string, string> {
  const found = new Map<string, string>();
  let at = blank(object, 1);
  while (object[at] !== "}") {
    const key = match(STRING, object, at)!;
    at = blank(object, blank(object, at + key.length) + 1);
    const end = valueEnd(object, at)!;
    found.set(JSON.parse(key) as string, object.slice(at, end));
    at = blank(object, end);
    if (object[at] === ",") at = blank(object, at + 1);
  }
  return found;
}

/** Where the value that begins at `at` ends; undefined when it does not. */
function valueEnd(text: string, at: number): number | undefined {
  if (text[at] !== "{" && text[at] !== "[") {
    const value = match(text[at] === '"' ? STRING : SCALAR, text, at);
    return value === undefined ? undefined : at + value.length;
  }
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === '"') {
      const string = match(STRING, text, i);
      if (string === undefined) return undefined;
      i += string.length - 1;
    } else if (text[i] === "{" || text[i] === "[") depth++;
    else if ((text[i] === "}" || text[i] === "]") && --depth === 0) return i + 1;
  }
  return undefined;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const blank = (text: string, at: number) => at + match(BLANK, text, at)!.length;

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
