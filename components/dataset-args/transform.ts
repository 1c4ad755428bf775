/** A new column. */
export interface DerivedColumnArgs {
  /** In Redshift it is in lower case, with `_` for other signs than letters and digits. */
  name: string;

  /** A type of the Glue Data Catalog: `decimal(12,2)`. */
  type: string;

  /** Spark SQL over the columns, and over the derived ones before it: `price * quantity`. */
  expression: string;
}

/**
 * What is done to the rows before the rules and the load, in the order of these arguments. Where a column is named it is
 * the source's, and after `rename` the new name.
 *
 * @see https://spark.apache.org/docs/3.5.6/api/sql/
 */
export interface TransformArgs {
  /**
   * Source columns with another type than the catalog's, which is cast from what stands in the file: `{ zip: "varchar(5)" }`.
   * @default none
   */
  cast?: Record<string, string>;

  /**
   * Source columns with their new names: `{ "US Gross": "gross" }`.
   * @default none
   */
  rename?: Record<string, string>;

  /**
   * New columns.
   * @default none
   */
  derive?: DerivedColumnArgs[];

  /**
   * Spark SQL condition. Rows for which it is not true are left out, and counted as `filtered`.
   * @default all rows stay
   */
  where?: string;

  /**
   * Columns that are not loaded.
   * @default none
   */
  drop?: string[];

  /**
   * Spark SQL query over the view `source`, the rows as the steps before have left them. Its columns become the table's.
   * Columns have their names in Redshift by then, as in all expressions: `us_gross`.
   * @default none
   */
  sql?: string;

  /**
   * Local path of a Python file with a function `transform(df, context)` that takes and returns a Spark DataFrame, as the
   * last step. `context` has `dataset`, `run_id`, `spark` and `table(name)`, the source rows of one of `tables`. The file is
   * uploaded to the work bucket; a changed file is a new object and an update of the job. A relative path starts at the
   * working directory of the Pulumi program, in a stack's configuration at the project's folder.
   * @default none
   */
  script?: string;

  /**
   * Names of other datasets of the pipeline, all of whose source rows `sql` and `script` can read as views of these names.
   * @default none
   */
  tables?: string[];
}
