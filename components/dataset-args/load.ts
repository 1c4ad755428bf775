/** How new files come into the table. */
export const LoadMode = {
  /** Adds all rows. */
  Append: "append",
  /** Replaces the rows with the same keys, and adds the others. */
  Upsert: "upsert",
  /** Makes the whole table anew from all files of the dataset, whenever one is new or has changed. Readers never see it empty. */
  Replace: "replace",
  /** Makes each partition folder (`day=2026-10-01/`) anew from all its files in which one is new or has changed. */
  Snapshot: "snapshot",
  /**
   * Keeps each version of a key as a row of its own, a slowly changing dimension of type 2. The table gets the columns
   * `valid_from`, `valid_to` (null while the version holds) and `is_current`.
   */
  History: "history",
} as const;
export type LoadMode = (typeof LoadMode)[keyof typeof LoadMode];

/** How an upsert replaces rows. */
export const UpsertMethod = {
  /** DELETE, then INSERT. */
  DeleteInsert: "delete-insert",
  /** Redshift's MERGE. */
  Merge: "merge",
} as const;
export type UpsertMethod = (typeof UpsertMethod)[keyof typeof UpsertMethod];

/** The marker of rows that say: the row with these keys is gone. */
export interface DeletesArgs {
  /** Column that holds the marker. It is no column of the table. */
  column: string;

  /** What stands in it then, as text: `["D", "delete"]`. */
  values: string[];
}

/** How new files come into the table; each mode takes the keys that say so. */
export interface LoadArgs {
  /** Which other keys there are depends on it. */
  mode: LoadMode;

  /**
   * Columns that identify a row; needed by `upsert` and `history`. A row with no value in one of them is set aside.
   */
  keys?: string[];

  /**
   * Column that decides between rows with the same keys: the largest value stays, also against the row in the table. With
   * `upsert` only.
   * @default the row of the newest file stays
   */
  orderBy?: string;

  /**
   * How rows are replaced. With `upsert` only.
   * @default "delete-insert"
   * @see https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
   */
  method?: UpsertMethod;

  /**
   * Date or timestamp since when a version holds. With `history` only.
   * @default the time at which the version's file was written
   */
  validFrom?: string;

  /**
   * Rows that delete: `upsert` removes the row with their keys, `history` ends its current version.
   * @default none
   */
  deletes?: DeletesArgs;
}
