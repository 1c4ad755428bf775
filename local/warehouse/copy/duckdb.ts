import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { TargetColumn } from "./columns";
import type { ParquetColumn } from "./parquet-types";

/** Reads Parquet files; nothing of them stays in the process. */
export class ParquetReader {
  /** Files that are being written as CSV. */
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** @param folder for what does not fit into memory */
  static async open(folder: string): Promise<ParquetReader> {
    const instance = await DuckDBInstance.create(":memory:", { memory_limit: "1GB", temp_directory: folder });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return new ParquetReader(instance, connection);
  }

  /** The columns of a file, without those inside nested ones. */
  async columns(file: string): Promise<ParquetColumn[]> {
    const reader = await this.connection.runAndReadAll(
      "SELECT name, type, coalesce(logical_type, '') AS logical, converted_type AS converted, num_children AS children, precision, scale FROM parquet_schema($1)",
      [file],
    );
    const rows = reader.getRowObjectsJson() as unknown as (Omit<ParquetColumn, "precision" | "scale"> & {
      children: string | null;
      precision: string | null;
      scale: string | null;
    })[];
    const top: ParquetColumn[] = [];
    // The schema is a tree in depth-first order, the file itself its root.
    let at = 1;
    const skip = (): void => {
      const children = Number(rows[at++].children ?? 0);
      for (let i = 0; i < children; i++) skip();
    };
    while (at < rows.length) {
      const { name, type, logical, converted, precision, scale } = rows[at];
      top.push({
        name,
        type,
        logical,
        converted,
        ...(precision !== null && { precision: Number(precision), scale: Number(scale) }),
      });
      skip();
    }
    return top;
  }

  /**
   * Writes the rows as CSV in which an empty field is NULL and `""` the empty text.
   * @param columns an SQL expression each over `c0`, `c1` ...
   * @param texts the columns that are always quoted
   */
  async toCsv(parquet: string, csv: string, columns: string[], texts: string[]): Promise<void> {
    const names = columns.map((_, i) => `c${i}`);
    const select = columns.map((expression, i) => `${expression} AS c${i}`).join(", ");
    const quoted = texts.length > 0 ? `, FORCE_QUOTE (${texts.join(", ")})` : "";
    const written = this.connection.run(
      `COPY (SELECT ${select} FROM read_parquet(${literal(parquet)}) AS t(${names.join(", ")})) TO ${literal(csv)} (FORMAT csv, HEADER false${quoted})`,
    );
    this.writing = Promise.allSettled([this.writing, written]);
    await written;
  }

  /** Length in bytes of the longest value of the column at `index`. */
  async longest(parquet: string, index: number, columns: TargetColumn[]): Promise<number> {
    const names = columns.map((_, i) => `c${i}`).join(", ");
    const length = columns[index].type === "bytea" ? `octet_length(c${index})` : `strlen(c${index})`;
    const reader = await this.connection.runAndReadAll(
      `SELECT coalesce(max(${length}), 0)::INTEGER FROM read_parquet(${literal(parquet)}) AS t(${names})`,
    );
    return reader.getRowsJson()[0][0] as number;
  }

  /** Waits for what is being written: DuckDB takes the process with it when it is closed in the midst. */
  async close(): Promise<void> {
    await this.writing;
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
