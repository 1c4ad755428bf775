import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument, matching } from "../validation";

/** Arguments of {@link CatalogDatabase}. */
export interface CatalogDatabaseArgs {
  /** Physical name: 1 to 255 lower-case letters, digits and `_`, which is what Athena and Redshift Spectrum take unquoted. */
  databaseName: string;

  /**
   * Tags of the database.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const databaseNameSchema = matching(/^[a-z0-9_]{1,255}$/, "1 to 255 lower-case letters, digits and _");

/** A database of the Glue Data Catalog, for the tables that a crawler finds. */
export class CatalogDatabase extends pulumi.ComponentResource {
  /** Name of the database. */
  readonly databaseName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `databaseName` holds other signs
   */
  constructor(name: string, args: CatalogDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:catalog:CatalogDatabase", name, args, opts);

    const database = new glue.CatalogDatabase(
      `${name}-database`,
      { name: checkArgument(databaseNameSchema, args.databaseName, "databaseName"), tags: args.tags },
      { parent: this },
    );

    this.databaseName = database.name;
    this.registerOutputs({ databaseName: this.databaseName });
  }
}
