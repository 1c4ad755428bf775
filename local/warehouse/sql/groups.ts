import { keyword, type Token } from "./tokens";

/** Index of the bracket that closes the one at `open`, or the end when there is none. */
export function closing(tokens: Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (keyword(tokens[i]) === "(") depth++;
    if (keyword(tokens[i]) === ")" && --depth === 0) return i;
  }
  return tokens.length;
}

/** The tokens between commas that stand in no bracket. */
export function commaSeparated(tokens: Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const word = keyword(token);
    if (word === "(") depth++;
    if (word === ")") depth--;
    if (word === "," && depth === 0) parts.push([]);
    else parts[parts.length - 1].push(token);
  }
  return parts;
}

/** Index of the first of the keywords that stands in no bracket, from `from` on; -1 when there is none. */
export function findAtTop(tokens: Token[], words: string[], from = 0): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const word = keyword(tokens[i]);
    if (depth === 0 && words.includes(word)) return i;
    if (word === "(") depth++;
    if (word === ")") depth--;
  }
  return -1;
}
