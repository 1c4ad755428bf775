/** A row as a file has it. `changed` is another one for every row that is ever written. */
export interface Row {
  id: number;
  name: string;
  amount: string;
  changed: string;
}

export type Mode = "append" | "upsert" | "replace" | "snapshot" | "history";

/** A partition, and all that was ever written to one of its files. */
interface Written {
  day: string;
  /** Oldest first. Of the last one alone the file's content is now. */
  contents: Row[][];
}

/**
 * What must be in a target, worked out from the files alone. Each run of which the model is asked must have seen the files' contents
 * up to then.
 */
export class Model {
  private readonly files = new Map<string, Written>();

  constructor(private readonly mode: Mode) {}

  write(key: string, day: string, rows: Row[]): void {
    const file = this.files.get(key) ?? { day, contents: [] };
    file.contents.push(rows);
    this.files.set(key, file);
  }

  /** The target's rows, a line of text each, sorted. */
  target(): string[] {
    return this.rows().sort();
  }

  private rows(): string[] {
    const all = [...this.files.values()].flatMap(({ day, contents }) =>
      contents.flat().map((row) => ({ ...row, day })),
    );
    switch (this.mode) {
      case "append":
        return all.map(line);
      case "replace":
      case "snapshot":
        return [...this.files.values()].flatMap(({ day, contents }) =>
          contents.at(-1)!.map((row) => line({ ...row, day })),
        );
      case "upsert":
        return [...byKey(all).values()].map((versions) => line(versions.at(-1)!));
      case "history":
        return [...byKey(all).values()].flatMap(history);
    }
  }
}

type Placed = Row & { day: string };

/** The rows of each key in the order of time. */
function byKey(rows: Placed[]): Map<number, Placed[]> {
  const found = new Map<number, Placed[]>();
  for (const row of rows.toSorted((a, b) => (a.changed < b.changed ? -1 : 1)))
    found.set(row.id, [...(found.get(row.id) ?? []), row]);
  return found;
}

function history(versions: Placed[]): string[] {
  const says = ({ name, amount, day }: Placed) => [name, amount, day].join("|");
  const kept = versions.filter((version, i) => i === 0 || says(version) !== says(versions[i - 1]));
  return kept.map((version, i) => {
    const end = kept[i + 1]?.changed ?? "null";
    return [line(version), version.changed, end, String(end === "null")].join("|");
  });
}

const line = ({ id, name, amount, changed, day }: Placed) => [id, name, amount, changed, day].join("|");
