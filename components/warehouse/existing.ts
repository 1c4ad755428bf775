import * as pulumi from "@pulumi/pulumi";
import { joinPath, matching, wrongArgument } from "../validation";
import { checkInput } from "./inputs";
import { clusterIdentifier as clusterIdentifierSchema, databaseName, serverlessName } from "./names";
import type { RedshiftTarget } from "./target";

/** Arguments of {@link ExistingWarehouse}: either `workgroupName` or `clusterIdentifier`. */
export interface ExistingWarehouseArgs {
  /**
   * Workgroup of Redshift Serverless that runs the statements.
   * @default none: the warehouse is a cluster
   */
  workgroupName?: pulumi.Input<string>;

  /**
   * Cluster that runs the statements.
   * @default none: the warehouse is one of Redshift Serverless
   */
  clusterIdentifier?: pulumi.Input<string>;

  /** Database that receives the tables. */
  database: pulumi.Input<string>;

  /**
   * ARN of the secret with the administrator's password.
   * @default none: whoever deploys needs be an administrator of the database, or its administrator makes the grants
   */
  adminSecretArn?: pulumi.Input<string>;
}

const secretArn = matching(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/, "the ARN of a secret");

/**
 * A warehouse that is there already: no resource is made of it. Its administrator lets it take COPY's role, and requires TLS.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/copy-unload-iam-role.html
 */
export class ExistingWarehouse implements RedshiftTarget {
  readonly workgroupName?: pulumi.Output<string>;
  readonly clusterIdentifier?: pulumi.Output<string>;
  readonly database: pulumi.Output<string>;
  readonly adminSecretArn?: pulumi.Output<string>;

  /** @throws InputPropertyError when a name is none of Redshift's, or not exactly one of workgroup and cluster is given */
  constructor(args: ExistingWarehouseArgs) {
    checkExisting(args, "");
    const { workgroupName, clusterIdentifier, database, adminSecretArn } = args;
    this.workgroupName = outputOf(workgroupName);
    this.clusterIdentifier = outputOf(clusterIdentifier);
    this.database = pulumi.output(database);
    this.adminSecretArn = outputOf(adminSecretArn);
  }
}

/** Undefined stays undefined, as by that a target tells of what kind it is. */
const outputOf = (value: pulumi.Input<string> | undefined) => (value === undefined ? undefined : pulumi.output(value));

/** @throws InputPropertyError that names the wrong part of `argument` */
export function checkExisting(args: ExistingWarehouseArgs, argument: string): void {
  const at = (key: string) => joinPath(argument, key);
  const { workgroupName, clusterIdentifier, database, adminSecretArn } = args;
  if ((workgroupName === undefined) === (clusterIdentifier === undefined)) {
    const got = workgroupName === undefined ? "neither" : "both";
    throw wrongArgument(at("workgroupName"), `expected this or clusterIdentifier, got ${got}`);
  }
  if (workgroupName !== undefined) {
    checkInput(serverlessName, workgroupName, at("workgroupName"));
  }
  if (clusterIdentifier !== undefined) {
    checkInput(clusterIdentifierSchema, clusterIdentifier, at("clusterIdentifier"));
  }
  checkInput(databaseName, database, at("database"));
  if (adminSecretArn !== undefined) {
    checkInput(secretArn, adminSecretArn, at("adminSecretArn"));
  }
}
