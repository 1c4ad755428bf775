import { matching } from "../validation";

/** Name of a schema, table or column in Redshift that needs no quotes. */
export const warehouseName = matching(
  /^[a-z_][a-z0-9_]{0,126}$/,
  "1 to 127 lower-case letters, digits and _, the first no digit",
);

/** Name of a pipeline or dataset. */
export const ownName = matching(
  /^[a-z][a-z0-9_-]{0,62}$/,
  "1 to 63 lower-case letters, digits, _ and -, the first a letter",
);

/** A column by its name in the source, or by the one in Redshift. */
export const columnName = matching(/^[^\x00-\x1f]{1,255}$/, "the name of a column, 1 to 255 characters");

/** Name of a source column in Redshift: lower case, every run of other signs as one `_`. `US Gross` is `us_gross`. */
export const targetName = (column: string) => column.toLowerCase().replace(/[^a-z0-9_]+/g, "_");
