import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument, matching, shown, wrongArgument } from "../validation";
import { classifiers, type CsvClassifierArgs, csvClassifierSchema } from "./classifiers";
import { crawlPolicies, crawlPolicySchema, type Recrawl, type SchemaChangesArgs } from "./crawl-policy";

/** Arguments of {@link SourceCrawler}. */
export interface SourceCrawlerArgs {
  /** Physical name of the crawler, 1 to 255 characters. */
  crawlerName: string;

  /** Catalog database that receives the tables. */
  databaseName: pulumi.Input<string>;

  /** ARN of the role that the crawler assumes. */
  roleArn: pulumi.Input<string>;

  /** Bucket that holds the source files. */
  bucketName: pulumi.Input<string>;

  /** Folders below the bucket, one a dataset, without leading slash: `["sales/orders/"]`. */
  folders: string[];

  /**
   * Glob patterns to leave out, relative to each folder.
   * @default none
   */
  exclusions?: string[];

  /**
   * Where the rows of JSON files are: `$[*]` when each file is one array of rows, for which a classifier is made. Without one
   * Glue takes such an array for a single column.
   * @default what Glue's own classifier finds: a row a line
   * @see https://docs.aws.amazon.com/glue/latest/dg/custom-classifier.html#custom-classifier-json
   */
  jsonPath?: string;

  /**
   * How CSV files are written, for which a classifier is made. Glue tries it on the files of **all** folders before its own, so
   * a crawler with it should have CSV folders only, or `jsonPath` for its JSON folders.
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
   * @default "CRAWL_EVERYTHING"
   */
  recrawl?: Recrawl;

  /**
   * Number of files that are read of each folder with files, 1 to 249.
   * @default all files
   */
  sampleSize?: number;

  /**
   * Whether the crawler reads S3 with credentials of Lake Formation instead of its role's: needed where Lake Formation knows the
   * location. The role then needs `lakeformation:GetDataAccess`, and the grants of `LakeFormationGrants`.
   * @default false
   * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-lf-integ.html
   */
  useLakeFormationCredentials?: boolean;

  /**
   * Glue connection through which it reads the folders from within a VPC.
   * @default none: it runs in Glue's own network
   */
  connectionName?: pulumi.Input<string>;

  /**
   * Glue security configuration that encrypts its logs.
   * @default none
   */
  securityConfigurationName?: pulumi.Input<string>;

  /**
   * Tags of the crawler; classifiers take none.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const crawlerNameSchema = matching(/^[^\s/]{1,255}$/, "1 to 255 characters without blank and slash");

/**
 * A Glue crawler that makes exactly one catalog table of each folder.
 *
 * Left to itself a crawler groups files by how alike they look, so one odd file splits a dataset into many tables. Here the
 * table level is fixed to the folder, schemas of one folder are merged, and nothing that vanished is deleted: a table that
 * disappears under a running job loses more than a stale one.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-configuration.html
 */
export class SourceCrawler extends pulumi.ComponentResource {
  /** Name of the Glue crawler. */
  readonly crawlerName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `crawlerName` is none that Glue takes, when `folders` is empty, holds the same folder or the
   * same table twice, or folders of different depth, when `csv` or `sampleSize` is none that Glue takes, or `schemaChanges` none
   * that goes with `recrawl`
   */
  constructor(name: string, args: SourceCrawlerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:catalog:SourceCrawler", name, args, opts);
    const folders = checkFolders(args.folders);
    const crawlerName = checkArgument(crawlerNameSchema, args.crawlerName, "crawlerName");
    const csv = checkArgument(csvClassifierSchema.optional(), args.csv, "csv");
    const { schemaChanges, recrawl, sampleSize } = args;
    const policy = checkArgument(crawlPolicySchema, { schemaChanges, recrawl, sampleSize }, "");

    const crawler = new glue.Crawler(
      `${name}-crawler`,
      {
        name: crawlerName,
        databaseName: args.databaseName,
        role: args.roleArn,
        s3Targets: folders.map((folder) => ({
          path: pulumi.interpolate`s3://${args.bucketName}/${folder}`,
          exclusions: args.exclusions,
          connectionName: args.connectionName,
          sampleSize,
        })),
        classifiers: classifiers(this, name, { crawlerName, jsonPath: args.jsonPath, csv }),
        securityConfiguration: args.securityConfigurationName,
        ...crawlPolicies(policy),
        configuration: JSON.stringify({
          Version: 1.0,
          Grouping: { TableGroupingPolicy: "CombineCompatibleSchemas", TableLevelConfiguration: depth(folders[0]) + 1 },
        }),
        lakeFormationConfiguration: args.useLakeFormationCredentials
          ? { useLakeFormationCredentials: true }
          : undefined,
        tags: args.tags,
      },
      { parent: this },
    );

    this.crawlerName = crawler.name;
    this.registerOutputs({ crawlerName: this.crawlerName });
  }
}

/**
 * Name of the table that a crawler makes of a folder: the last part of its path in lower case, other signs than letters and
 * digits as `_`.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-running.html
 */
export function tableName(folder: string): string {
  const last = folder.split("/").filter(Boolean).at(-1) ?? "";
  return last.toLowerCase().replace(/[^a-z0-9]/g, "_");
}

/** Folders with one trailing slash and no leading one, checked. */
function checkFolders(folders: string[]): string[] {
  const clean = folders.map((folder) => `${folder.replace(/^\/+|\/+$/g, "")}/`);
  if (clean.length === 0) {
    throw wrongArgument("folders", "is empty, expected at least one folder to crawl");
  }
  clean.forEach((folder, i) => {
    if (folder === "/") {
      throw wrongArgument(
        `folders[${i}]`,
        `got ${shown(folders[i])}, expected the path of a folder, not the whole bucket`,
      );
    }
    const same = clean.findIndex((other) => tableName(other) === tableName(folder));
    if (same !== i) {
      throw wrongArgument(`folders[${i}]`, `${folder} becomes the table ${tableName(folder)}, as ${clean[same]} does`);
    }
    if (depth(folder) !== depth(clean[0])) {
      throw wrongArgument(
        `folders[${i}]`,
        `differ in depth (${clean.join(", ")}): a crawler has one table level, so give each depth its own crawler`,
      );
    }
  });
  return clean;
}

/** Number of folders in the path. AWS counts table levels from the bucket, which is level 1. */
const depth = (folder: string) => folder.split("/").length - 1;
