import type * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "./cluster-args";
import type { ExistingWarehouseArgs } from "./existing";
import type { ReaderArgs } from "./grants";
import type { ServerlessArgs } from "./serverless";

/** A warehouse that is there already: either a workgroup with its ARN, or a cluster. */
export interface ExistingArgs extends ExistingWarehouseArgs {
  /**
   * ARN of the workgroup, which the job's role must name.
   * @default none: the warehouse is a cluster
   */
  workgroupArn?: pulumi.Input<string>;
}

/** The warehouse that receives the tables: one of the three, Redshift Serverless when none is given. */
export interface WarehouseArgs {
  /**
   * A namespace and workgroup of Redshift Serverless, which are made.
   * @default the defaults of {@link ServerlessArgs}
   */
  serverless?: ServerlessArgs;

  /**
   * A provisioned cluster, which is made.
   * @default no cluster is made
   */
  cluster?: ClusterArgs;

  /**
   * A warehouse that is there already. Its owner attaches the role `copyRoleArn` to it; without `adminSecretArn` its owner also
   * makes the user `IAMR:<name of the job's role>` with CREATE and TEMP on the database.
   * @default none
   */
  existing?: ExistingArgs;

  /**
   * Who may read all that is loaded; the target schemas are then made at once.
   * @default nobody but the loader
   */
  readers?: ReaderArgs[];
}
