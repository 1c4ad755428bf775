/*
 * JSON texts as they stand. What is parsed and written again is not always the same: numbers of more than 15 digits become others.
 */

/** The text of a member's value in the text of an object, which must be JSON. Of members with the same name the last counts. */
export function memberText(object: string, name: string): string {
  let found = "";
  let depth = 0;
  let key = "";
  let start = 0;
  for (const [part, index] of partsOf(object)) {
    if (part === "{" || part === "[") {
      depth++;
    } else if (depth === 1 && part.startsWith('"') && key === "") {
      key = part;
    } else if (depth === 1 && part === ":") {
      start = index + 1;
    } else if (depth === 1 && (part === "," || part === "}")) {
      if (key !== "" && JSON.parse(key) === name) {
        found = object.slice(start, index).trim();
      }
      key = "";
    }
    if (part === "}" || part === "]") {
      depth--;
    }
  }
  return found;
}

/** A JSON text without the blanks between its parts. */
export function compact(json: string): string {
  return [...partsOf(json)].map(([part]) => part.trim()).join("");
}

/** Strings, signs, and what stands between them, each with its place. By hand: a pattern overflows at strings of megabytes. */
function* partsOf(json: string): Generator<[string, number]> {
  let at = 0;
  while (at < json.length) {
    const end = endOfPart(json, at);
    yield [json.slice(at, end), at];
    at = end;
  }
}

function endOfPart(json: string, start: number): number {
  if (json[start] === '"') {
    let end = start + 1;
    while (end < json.length && json[end] !== '"') {
      end += json[end] === "\\" ? 2 : 1;
    }
    return end + 1;
  }
  let end = start;
  while (end < json.length && !'"{}[],:'.includes(json[end])) {
    end++;
  }
  return Math.max(end, start + 1);
}
