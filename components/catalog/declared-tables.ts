import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ColumnArgs } from "../dataset-args/dataset";
import { FileFormat } from "../dataset-args/files";
import { columnType } from "../job/column-types";
import { columnName } from "../job/names";
import { after } from "../ordering";
import { checkArgument, type Fault, issueOf, matching, strict } from "../validation";
import { tableName } from "./crawler";
import { catalogType, type CsvFilesArgs, describeFiles, oneCharacter } from "./file-format";
import { type ProjectionArgs, projectionParameters, projectionSchema } from "./partition-projection";

/** A column whose value stands in the files' paths: `.../year=2026/...`. */
export interface PartitionKeyArgs {
  /** Name of the column and of the folders. Its type is that of the column of this name, else `string`. */
  name: string;

  /**
   * How Athena works out its values; then all keys need one.
   * @default Athena asks the catalog, in which somebody must register the partitions: `MSCK REPAIR TABLE`
   */
  projection?: ProjectionArgs;
}

/** A folder of files whose columns are known. */
export interface DeclaredTableArgs {
  /** Folder below the bucket, without leading slash: `sales/orders/`. Its last part names the table, see {@link tableName}. */
  folder: string;

  /** Format of the files; the job recognises gzip. */
  format: FileFormat;

  /** The columns: for CSV without header in the order of the fields, else by name. */
  columns: ColumnArgs[];

  /**
   * The columns that stand in the paths, in the order of the folders.
   * @default none
   */
  partitionKeys?: PartitionKeyArgs[];

  /**
   * How CSV files are written.
   * @default the defaults of {@link CsvFilesArgs}
   */
  csv?: CsvFilesArgs;

  /**
   * `$[*]`, the only value, when each JSON file is one array of rows. The job reads such files, Athena does not.
   * @default a row a line
   */
  jsonPath?: string;
}

/** Arguments of {@link DeclaredTables}. */
export interface DeclaredTablesArgs {
  /** Catalog database that receives the tables. */
  databaseName: pulumi.Input<string>;

  /** Bucket that holds the source files. */
  bucketName: pulumi.Input<string>;

  /** At least one. */
  tables: DeclaredTableArgs[];
}

const tableSchema = strict({
  folder: matching(/^[^/\x00-\x1f][^\x00-\x1f]*\/$/, "a folder that ends with / and does not begin with it"),
  format: z.enum(FileFormat),
  columns: z.array(strict({ name: columnName, type: columnType })).min(1),
  partitionKeys: z
    .array(
      strict({
        name: matching(/^[a-z0-9_]{1,255}$/, "1 to 255 lower-case letters, digits and _"),
        projection: projectionSchema.optional(),
      }),
    )
    .min(1)
    .optional(),
  csv: strict({
    delimiter: oneCharacter.optional(),
    quote: oneCharacter.optional(),
    header: z.boolean().optional(),
  }).optional(),
  jsonPath: z.literal("$[*]").optional(),
});

const tablesSchema = z
  .array(tableSchema)
  .min(1)
  .superRefine((tables, context) => {
    tables.forEach((table, i) => {
      const same = tables.findIndex((other) => tableName(other.folder) === tableName(table.folder));
      const faults = same < i ? [fault(["folder"], `expected another last part than tables[${same}].folder`)] : [];
      for (const it of [...faults, ...tableFaults(table)]) {
        context.addIssue({ ...issueOf({ ...it, path: [i, ...it.path] }), input: tables });
      }
    });
  });

const fault = (path: PropertyKey[], message: string): Fault => ({ path, message });

/** What does not go together in one table. */
function tableFaults({ format, columns, partitionKeys = [], csv, jsonPath }: z.infer<typeof tableSchema>): Fault[] {
  const names = columns.map(({ name }) => name.toLowerCase());
  const keys = partitionKeys.map(({ name }) => name);
  const second = (all: string[]) => all.findIndex((name, i) => all.indexOf(name) < i);
  const ofPaths = names.filter((name) => keys.includes(name));
  const unprojected = partitionKeys.findIndex(({ projection }) => projection === undefined);
  const isProjected = partitionKeys.some(({ projection }) => projection !== undefined);
  const nested = columns.find(({ name, type }) => keys.includes(name.toLowerCase()) && /</.test(type))?.name;
  return [
    ...(second(names) >= 0
      ? [fault(["columns", second(names), "name"], "expected another name than those before, capitals aside")]
      : []),
    ...(second(keys) >= 0 ? [fault(["partitionKeys", second(keys), "name"], "expected another name than before")] : []),
    ...(ofPaths.length === names.length ? [fault(["columns"], "expected a column that is no partition key")] : []),
    ...(nested !== undefined
      ? [
          fault(
            ["columns", columns.findIndex(({ name }) => name === nested), "type"],
            "expected a plain type, since it is a partition key",
          ),
        ]
      : []),
    ...(isProjected && unprojected >= 0
      ? [fault(["partitionKeys", unprojected, "projection"], "expected one, since another partition key has one")]
      : []),
    ...(csv && format !== FileFormat.Csv ? [fault(["csv"], "is for the format csv only")] : []),
    ...(csv?.quote !== undefined && csv.quote === (csv.delimiter ?? ",")
      ? [fault(["csv", "quote"], "expected another character than the delimiter")]
      : []),
    ...(jsonPath !== undefined && format !== FileFormat.Json
      ? [fault(["jsonPath"], "is for the format json only")]
      : []),
  ];
}

/**
 * Tables of the Data Catalog for folders whose columns are known, in a crawler's stead. They are as a crawler would write them, so
 * that jobs read them alike; but no file is looked at.
 *
 * The load job needs nothing more: it finds files and partitions in S3 itself. For Athena give the partition keys a projection. An
 * index on partitions would be of use only for partitions that somebody registers.
 */
export class DeclaredTables extends pulumi.ComponentResource {
  /** Names of the tables; who takes them waits until the tables are there. */
  readonly tableNames: pulumi.Output<string[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a table's folder, columns, partition keys or way of writing is wrong, or two tables have the
   * same name
   */
  constructor(name: string, args: DeclaredTablesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:catalog:DeclaredTables", name, args, opts);
    const tables = checkArgument(tablesSchema, args.tables, "tables");

    const made = tables.map((table) => {
      const known = tableName(table.folder);
      const resource = new glue.CatalogTable(
        `${name}-${known}`,
        {
          databaseName: args.databaseName,
          name: known,
          tableType: "EXTERNAL_TABLE",
          ...describe(table, pulumi.interpolate`s3://${args.bucketName}/${table.folder}`),
        },
        { parent: this },
      );
      return after(known, [resource]);
    });

    this.tableNames = pulumi.all(made);
    this.registerOutputs({ tableNames: this.tableNames });
  }
}

/** What the catalog says of the table. */
function describe(
  { format, columns, partitionKeys = [], csv, jsonPath }: DeclaredTableArgs,
  location: pulumi.Output<string>,
) {
  const column = ({ name, type }: ColumnArgs) => ({ name: name.toLowerCase(), type: catalogType(type, format) });
  const declared = (name: string) => columns.find((it) => it.name.toLowerCase() === name);
  const keys = partitionKeys.map(({ name }) => name);
  const inFiles = columns.filter(({ name }) => !keys.includes(name.toLowerCase()));
  const { parameters, ...files } = describeFiles(format, inFiles, csv, jsonPath);
  return {
    parameters: location.apply((known) => ({ ...parameters, ...projectionParameters(partitionKeys, known) })),
    partitionKeys: keys.map((name) => column(declared(name) ?? { name, type: "string" })),
    storageDescriptor: { location, columns: inFiles.map(column), ...files },
  };
}
