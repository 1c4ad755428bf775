export interface WholeValues {
  /** The text of each value, on one line. */
  values: string[];
  /** Whether they are the elements of one array. */
  inArray: boolean;
}

/**
 * Cuts a text into its whole top-level JSON objects, or the objects of its one array. A last value that is cut off is left out.
 * @returns undefined when the text does not begin with `{` or `[`, or has something else between values.
 */
export function wholeValues(text: string, cut: boolean): WholeValues | undefined {
  const start = /^\uFEFF?\s*/.exec(text)?.[0].length ?? 0;
  const inArray = text[start] === "[";
  const values: string[] = [];
  let position = inArray ? start + 1 : start;
  for (;;) {
    position = skipSeparators(text, position);
    if (position >= text.length || (inArray && text[position] === "]")) break;
    if (text[position] !== "{") return undefined;
    const end = endOfValue(text, position);
    if (end === undefined) {
      if (!cut) return undefined;
      break;
    }
    values.push(text.slice(position, end).replace(/\r?\n/g, " "));
    position = end;
  }
  return { values, inArray };
}

function skipSeparators(text: string, from: number): number {
  let position = from;
  while (position < text.length && " \t\r\n,".includes(text[position])) position++;
  return position;
}

/** Where the object that begins here has ended. */
function endOfValue(text: string, from: number): number | undefined {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const end = endOfString(text, i);
      if (end === undefined) return undefined;
      i = end;
    } else if (char === "{" || char === "[") depth++;
    else if ((char === "}" || char === "]") && --depth === 0) return i + 1;
  }
  return undefined;
}

/** Where the closing quote is. */
function endOfString(text: string, from: number): number | undefined {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i;
  }
  return undefined;
}
