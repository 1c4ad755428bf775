import type * as pulumi from "@pulumi/pulumi";
import { strict } from "../validation";
import { connectionNameSchema } from "./redshift-connection";

/** How the catalog shows the tables in Redshift. */
export interface CatalogTargetsArgs {
  /**
   * Name of the Glue connection to the warehouse, with which Glue jobs read the tables by their names in the catalog: see
   * `RedshiftConnection`. It may be made later than the pipeline.
   * @default none: the tables are described, and cannot be read that way
   */
  connectionName?: pulumi.Input<string>;
}

/** What {@link CatalogTargetsArgs} accepts in a stack's configuration. */
export const catalogTargetsSchema = strict({ connectionName: connectionNameSchema.optional() });
