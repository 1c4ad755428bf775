import type { FieldDef } from "pg";
import { RedshiftError } from "../sql/error";
import { type ColumnMetadata, type Field, field } from "./fields";

const ROWS_A_PAGE = 1000;
/** AWS: 500 MB. Results are held in memory here. */
const MOST_BYTES = 100_000_000;

/** Rows of a statement, kept as JSON pages: that takes a fraction of the memory of the objects. */
export class ResultSet {
  columns: ColumnMetadata[] = [];
  rows = 0;
  bytes = 0;
  private readonly pages: Buffer[] = [];
  private page: Field[][] = [];

  /** @throws {RedshiftError} when the result gets too large to be kept. */
  add(values: (string | null)[], fields: FieldDef[]): void {
    this.page.push(values.map((value, i) => field(value, fields[i].dataTypeID)));
    this.rows++;
    for (const value of values) this.bytes += value === null ? 0 : Buffer.byteLength(value);
    if (this.bytes > MOST_BYTES)
      throw new RedshiftError(
        `the result is larger than ${MOST_BYTES / 1e6} MB, the most that the local Data API keeps`,
      );
    if (this.page.length === ROWS_A_PAGE) this.turn();
  }

  /** Page `number` from 0, and whether another one follows. */
  read(number: number): { records: Field[][]; more: boolean } | undefined {
    if (this.page.length > 0) this.turn();
    const page = this.pages[number];
    if (!page) return number === 0 ? { records: [], more: false } : undefined;
    return { records: JSON.parse(page.toString()) as Field[][], more: number + 1 < this.pages.length };
  }

  private turn(): void {
    this.pages.push(Buffer.from(JSON.stringify(this.page)));
    this.page = [];
  }
}
