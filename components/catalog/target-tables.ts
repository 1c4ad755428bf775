import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ColumnArgs } from "../dataset-args/dataset";
import { warehouseName } from "../job/names";
import { after } from "../ordering";
import { checkArgument, matching, strict } from "../validation";

/** A table in Redshift that the catalog shows. */
export interface TargetTableArgs {
  /** Schema in Redshift. */
  schema: string;

  /** Table in Redshift. */
  table: string;

  /**
   * Its columns when it is made, see {@link targetColumns}.
   * @default none, until the load job writes them
   */
  columns?: ColumnArgs[];
}

/** Arguments of {@link TargetTables}. */
export interface TargetTablesArgs {
  /** Catalog database that receives the tables; better another than that of the source files. */
  databaseName: pulumi.Input<string>;

  /** Database in Redshift. */
  warehouseDatabase: pulumi.Input<string>;

  /**
   * Name of the Glue connection to Redshift, with which Glue jobs read the tables by their names in the catalog: see
   * `RedshiftConnection`.
   * @default none: the tables are described, and cannot be read that way
   */
  connectionName?: pulumi.Input<string>;

  /** At least one. */
  targets: TargetTableArgs[];
}

const targetsSchema = z
  .array(
    strict({
      schema: warehouseName,
      table: warehouseName,
      columns: z
        .array(strict({ name: warehouseName, type: matching(/^[a-z]\S*$/, "a type of the Glue Data Catalog") }))
        .optional(),
    }),
  )
  .min(1)
  .superRefine((targets, context) => {
    targets.forEach((_, i) => {
      const same = firstOfName(targets, i);
      if (same < i) {
        context.addIssue({
          code: "custom",
          path: [i],
          message: `expected another name in the catalog than targets[${same}]`,
        });
      }
    });
  });

/**
 * The tables in Redshift in the Data Catalog, as AWS's own crawlers of Redshift write them: `DATABASE_SCHEMA_TABLE`, of the
 * classification `redshift`. So the catalog describes source files and targets alike.
 *
 * The load job makes and changes the tables themselves, so their columns in the catalog are its to write: Pulumi sets them once and
 * leaves them alone from then on. Should something else of a table change here, the columns go back to what they were at first,
 * until the job's next load.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-connect-redshift-home.html
 */
export class TargetTables extends pulumi.ComponentResource {
  /** Names of the tables in the catalog, in the order of `targets`; who takes them waits until the tables are there. */
  readonly tableNames: pulumi.Output<string[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a schema, table or column has a name that needs quotes, or two tables the same
   * name in the catalog
   */
  constructor(name: string, args: TargetTablesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:catalog:TargetTables", name, args, opts);
    const targets = checkArgument(targetsSchema, args.targets, "targets");
    const { databaseName, warehouseDatabase } = args;
    const parameters = {
      classification: "redshift",
      typeOfData: "table",
      ...(args.connectionName !== undefined && { connectionName: args.connectionName }),
    };

    const made = targets.map(({ schema, table, columns = [] }) => {
      const tableName = pulumi.output(warehouseDatabase).apply((database) => targetTableName(database, schema, table));
      const resource = new glue.CatalogTable(
        `${name}-${schema}-${table}`,
        {
          databaseName,
          name: tableName,
          tableType: "EXTERNAL_TABLE",
          parameters,
          storageDescriptor: {
            location: pulumi.interpolate`${warehouseDatabase}.${schema}.${table}`,
            columns,
            parameters,
          },
        },
        { parent: this, ignoreChanges: ["storageDescriptor.columns"] },
      );
      return after(tableName, [resource]);
    });

    this.tableNames = pulumi.all(made);
    this.registerOutputs({ tableNames: this.tableNames });
  }
}

/** Which of the tables is the first that has the name of the `i`th in the catalog. */
export const firstOfName = (targets: Pick<TargetTableArgs, "schema" | "table">[], i: number): number => {
  const name = ({ schema, table }: Pick<TargetTableArgs, "schema" | "table">) => targetTableName("", schema, table);
  return targets.findIndex((other) => name(other) === name(targets[i]));
};

/** Name in the catalog of a table in Redshift. */
export const targetTableName = (database: string, schema: string, table: string): string =>
  `${database}_${schema}_${table}`.replace(/[^a-z0-9_]/g, "_");
