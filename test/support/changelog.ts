/** What a changelog says of one version. */
export interface Entry {
  /** `Unreleased`, or a version and its date. */
  title: string;
  /** Lines by part: `Added`, `Changed` ... A line that goes on below is one. */
  parts: Record<string, string[]>;
  /** Lines that are in no part. */
  loose: string[];
}

/** The entries of a changelog, as they stand. */
export function changelog(text: string): Entry[] {
  const [, ...entries] = text.split(/^## /m);
  return entries.map((entry) => {
    const [head, ...parts] = entry.split(/^### /m);
    const [title, ...loose] = lines(head);
    return { title, loose, parts: Object.fromEntries(parts.map((part) => partOf(lines(part)))) };
  });
}

const lines = (text: string) => text.split("\n").filter((line) => line.trim() !== "");

function partOf([name, ...rest]: string[]): [string, string[]] {
  const items: string[] = [];
  for (const line of rest) {
    if (line.startsWith("- ")) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ""} ${line.trim()}`.trim());
  }
  return [name, items];
}
