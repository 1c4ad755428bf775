import type { CsvClassifierArgs } from "./classifiers";
import type { Recrawl, SchemaChangesArgs } from "./crawl-policy";

/** How the crawler describes the files. */
export interface CrawlArgs {
  /**
   * Glob patterns of files to leave out, relative to each dataset's folder.
   * @default none
   */
  exclusions?: string[];

  /**
   * How CSV files are written.
   * @default what Glue's own classifier finds
   */
  csv?: CsvClassifierArgs;

  /**
   * What a crawl does with changed columns and vanished files.
   * @default the defaults of {@link SchemaChangesArgs}
   */
  schemaChanges?: SchemaChangesArgs;

  /**
   * What a crawl looks at after the first one.
   * @default Recrawl.Everything
   */
  recrawl?: Recrawl;

  /**
   * Number of files that are read of each folder with files, 1 to 249.
   * @default all files
   */
  sampleSize?: number;
}
