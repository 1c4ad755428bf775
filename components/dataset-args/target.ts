/** The table in Redshift. */
export interface TargetArgs {
  /** Schema, created when it is missing. */
  schema: string;

  /** Table, created when it is missing. */
  table: string;

  /**
   * Column by which rows are distributed, when the table is created.
   * @default Redshift decides
   */
  distKey?: string;

  /**
   * Columns by which rows are sorted, when the table is created.
   * @default Redshift decides
   */
  sortKeys?: string[];

  /**
   * Compression encodings by column, when the table is created: `{ order_id: "az64" }`.
   * @default Redshift decides
   * @see https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html
   */
  encodings?: Record<string, string>;

  /**
   * Name of one more column, which gets the S3 URI of the file that the row is from.
   * @default none
   */
  fileColumn?: string;
}

/** How the table follows a source whose columns change. */
export const Evolution = {
  /** The table is never altered; a source column that it lacks fails the dataset. */
  Strict: "strict",
  /** Columns that the table lacks are added. */
  AddColumns: "add-columns",
  /** Columns are added, and made wider where that loses nothing: `int` to `bigint`, `varchar(10)` to `varchar(20)`. */
  Widen: "widen",
} as const;
export type Evolution = (typeof Evolution)[keyof typeof Evolution];
