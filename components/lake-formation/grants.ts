import * as lakeformation from "@pulumi/aws/lakeformation";
import * as pulumi from "@pulumi/pulumi";
import { after } from "../ordering";
import { wrongArgument } from "../validation";

/** Arguments of {@link LakeFormationGrants}. */
export interface LakeFormationGrantsArgs {
  /** Catalog database with the source tables. */
  databaseName: pulumi.Input<string>;

  /** ARN of the load job's role. */
  jobRoleArn: pulumi.Input<string>;

  /**
   * ARN of the crawler's role.
   * @default there is no crawler
   */
  crawlerRoleArn?: pulumi.Input<string>;

  /**
   * ARN of the registered location that holds the source files, or of a part of it, without a slash at its end:
   * `arn:aws:s3:::acme-raw/sales`. See `LakeFormationLocation`. For the crawler only: the job makes no tables there.
   * @default the source files lie in none
   */
  locationArn?: pulumi.Input<string>;

  /**
   * Catalog database with the target tables, whose columns the job keeps in step.
   * @default none
   */
  targetsDatabaseName?: pulumi.Input<string>;
}

/**
 * What crawler and load job must be granted in an account where Lake Formation guards the Data Catalog, besides what IAM allows
 * them. Who deploys this must be an administrator of the data lake.
 *
 * The crawler may make, describe and alter tables; the job may describe them, which is all that it asks of the catalog: it reads the
 * files by S3 itself, so it needs no SELECT. None of it is of use while databases and tables are open to `IAMAllowedPrincipals`.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-lf-integ.html
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 */
export class LakeFormationGrants extends pulumi.ComponentResource {
  /** Name of the database with the source tables; who takes it waits until all is granted. */
  readonly databaseName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when there is a location, but no crawler
   */
  constructor(name: string, args: LakeFormationGrantsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:lake-formation:LakeFormationGrants", name, args, opts);
    const { databaseName, jobRoleArn, crawlerRoleArn, locationArn, targetsDatabaseName } = args;
    if (locationArn !== undefined && crawlerRoleArn === undefined) {
      throw wrongArgument("locationArn", "is for the crawler only, expected crawlerRoleArn beside it");
    }

    const granted: lakeformation.Permissions[] = [];
    // What the old one and the new one have in common would go with the old one.
    const grantOpts = { parent: this, deleteBeforeReplace: true };
    const grant = (what: string, args: lakeformation.PermissionsArgs) =>
      granted.push(new lakeformation.Permissions(`${name}-${what}`, args, grantOpts));
    const tablesOf = (database: pulumi.Input<string>) => ({ databaseName: database, wildcard: true });

    if (crawlerRoleArn !== undefined) {
      const principal = crawlerRoleArn;
      const database = { name: databaseName };
      grant("crawler-database", { principal, database, permissions: ["ALTER", "CREATE_TABLE", "DESCRIBE"] });
      grant("crawler-tables", { principal, table: tablesOf(databaseName), permissions: ["ALTER", "DESCRIBE"] });
      if (locationArn !== undefined) {
        const dataLocation = { arn: locationArn };
        grant("crawler-location", { principal, dataLocation, permissions: ["DATA_LOCATION_ACCESS"] });
      }
    }
    const principal = jobRoleArn;
    grant("job-tables", { principal, table: tablesOf(databaseName), permissions: ["DESCRIBE"] });
    if (targetsDatabaseName !== undefined) {
      grant("job-targets", { principal, table: tablesOf(targetsDatabaseName), permissions: ["ALTER", "DESCRIBE"] });
    }

    this.databaseName = after(databaseName, granted);
    this.registerOutputs({ databaseName: this.databaseName });
  }
}
