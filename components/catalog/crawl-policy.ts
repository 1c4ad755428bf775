import { z } from "zod";
import { strict } from "../validation";

/** What a crawl does with a table whose files have other columns than before. */
export const SchemaUpdate = {
  /** The table takes them over. */
  UpdateInDatabase: "UPDATE_IN_DATABASE",
  /** The crawl only logs that. New tables and partitions are made all the same. */
  Log: "LOG",
} as const;
export type SchemaUpdate = (typeof SchemaUpdate)[keyof typeof SchemaUpdate];

/** What a crawl does with a table or partition whose files are gone. Deleting it is not among the choices: see `SourceCrawler`. */
export const SchemaDelete = {
  /** The crawl only logs that. */
  Log: "LOG",
  /** It is marked with `DEPRECATED_BY_CRAWLER`. */
  DeprecateInDatabase: "DEPRECATE_IN_DATABASE",
} as const;
export type SchemaDelete = (typeof SchemaDelete)[keyof typeof SchemaDelete];

/** What a crawl does with what has changed. */
export interface SchemaChangesArgs {
  /**
   * What becomes of a table whose files have other columns than before.
   * @default "UPDATE_IN_DATABASE", with `CRAWL_NEW_FOLDERS_ONLY` "LOG"
   */
  update?: SchemaUpdate;

  /**
   * What becomes of a table or partition whose files are gone.
   * @default "LOG"
   */
  delete?: SchemaDelete;
}

/** What a crawl looks at after the first one. */
export const Recrawl = {
  /** All folders. */
  Everything: "CRAWL_EVERYTHING",
  /**
   * Only folders that are new since the last crawl: quicker and cheaper where partitions arrive and the columns stay. The crawl
   * then takes over no other columns and makes no new tables, and AWS lets nobody change which folders are crawled: to add a
   * dataset, go back to everything for one update and one crawl.
   */
  NewFoldersOnly: "CRAWL_NEW_FOLDERS_ONLY",
} as const;
export type Recrawl = (typeof Recrawl)[keyof typeof Recrawl];

/** The part of a crawler's arguments that says how it crawls. */
interface CrawlPolicyArgs {
  schemaChanges?: SchemaChangesArgs;
  recrawl?: Recrawl;
  sampleSize?: number;
}

/** What the arguments that say how to crawl accept. */
export const crawlPolicySchema = strict({
  schemaChanges: strict({
    update: z.enum(SchemaUpdate).optional(),
    delete: z.enum(SchemaDelete).optional(),
  }).optional(),
  recrawl: z.enum(Recrawl).optional(),
  sampleSize: z.int().min(1).max(249).optional(),
}).superRefine(({ schemaChanges = {}, recrawl }, context) => {
  if (recrawl !== Recrawl.NewFoldersOnly) return;
  for (const [key, behavior] of Object.entries(schemaChanges)) {
    if (behavior !== undefined && behavior !== "LOG") {
      const message = `expected "LOG", the only one that AWS takes with recrawl ${recrawl}`;
      context.addIssue({ code: "custom", path: ["schemaChanges", key], message });
    }
  }
});

/** The policies of a crawler, as Glue spells them. */
export function crawlPolicies({ schemaChanges = {}, recrawl = Recrawl.Everything }: CrawlPolicyArgs) {
  const update = recrawl === Recrawl.NewFoldersOnly ? SchemaUpdate.Log : SchemaUpdate.UpdateInDatabase;
  return {
    schemaChangePolicy: {
      updateBehavior: schemaChanges.update ?? update,
      deleteBehavior: schemaChanges.delete ?? SchemaDelete.Log,
    },
    recrawlPolicy: { recrawlBehavior: recrawl },
  };
}
