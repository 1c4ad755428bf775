import type { FileFormat, ListingArgs, OnChangedFile } from "./files";
import type { LoadArgs } from "./load";
import type { CheckArgs, RuleArgs } from "./quality";
import type { Evolution, TargetArgs } from "./target";
import type { TransformArgs } from "./transform";

/** A column of the source. */
export interface ColumnArgs {
  /** As in the source. In Redshift it is in lower case, with `_` for other signs than letters and digits. */
  name: string;

  /** A type of the Glue Data Catalog: `bigint`, `varchar(20)`, `array<string>`. */
  type: string;
}

/** One folder of files that becomes one table. */
export interface DatasetArgs {
  /** Name in reports and arguments, unique in the pipeline. */
  name: string;

  /** Folder below the source prefix: `orders/`. The folders of a pipeline are equally deep and differ in their last part. */
  path: string;

  /** Format of the files; gzip is recognised. Partition folders (`year=2026/`) below the path become columns. */
  format: FileFormat;

  /**
   * Where the rows of a JSON file are: `$[*]`, the only value, when each file is one array of rows. All JSON datasets of a pipeline have the same.
   * @default each line, or each object after the other, is a row
   * @see https://docs.aws.amazon.com/glue/latest/dg/custom-classifier.html#custom-classifier-json
   */
  jsonPath?: string;

  /**
   * The columns.
   * @default those that the crawler finds
   */
  columns?: ColumnArgs[];

  /** How new files come into the table. */
  load: LoadArgs;

  /** The table. */
  target: TargetArgs;

  /**
   * Which files a run lists.
   * @default all of the folder
   */
  listing?: ListingArgs;

  /**
   * What happens to a file whose content has changed since it was loaded. `reload` with `append` needs `target.fileColumn`,
   * by which the file's former rows are deleted; `upsert` and `history` apply the rows again, and those that are gone from
   * the file stay.
   * @default "fail" with `append`, else "reload"
   */
  onChangedFile?: OnChangedFile;

  /**
   * What is done to the rows before they are loaded.
   * @default nothing
   */
  transform?: TransformArgs;

  /**
   * What must hold for each row, besides that it can be read and fits its types.
   * @default nothing
   */
  rules?: RuleArgs[];

  /**
   * Part of the rows read, 0 to 1, that may be set aside; more fail the dataset, and nothing of it is loaded.
   * @default 1: all
   */
  maxQuarantinedRatio?: number;

  /**
   * What must hold for the load as a whole.
   * @default nothing
   */
  checks?: CheckArgs[];

  /**
   * How the table follows a source whose columns change. What would lose data always fails the dataset.
   * @default "add-columns"
   */
  evolution?: Evolution;
}
