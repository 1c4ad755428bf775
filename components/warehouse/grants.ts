import * as redshiftdata from "@pulumi/aws/redshiftdata";
import * as pulumi from "@pulumi/pulumi";
import { contentHash } from "../job/hash";
import { checkArgument, matching } from "../validation";
import type { RedshiftTarget } from "./target";

/** Arguments of {@link LoaderGrants}. */
export interface LoaderGrantsArgs {
  /** The database, with its administrator's secret. */
  target: RedshiftTarget;

  /** Name of the IAM role that loads. In Redshift it is the user `IAMR:<name>`. */
  roleName: string;
}

/**
 * Makes the database user of a loading role, with no password, and lets it create schemas and temporary tables. What it
 * creates is its own; it sees nothing else.
 *
 * Redshift has no CREATE USER IF NOT EXISTS, hence a procedure. Both statements may run any number of times, and do:
 * the Data API forgets a statement after a day, and a refresh after that takes it for deleted.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/generating-iam-credentials-role-permissions.html
 */
export class LoaderGrants extends pulumi.ComponentResource {
  /** Name of the database user. */
  readonly userName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `roleName` is none that IAM takes
   */
  constructor(name: string, args: LoaderGrantsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:warehouse:LoaderGrants", name, args, opts);
    const userName = `IAMR:${checkArgument(roleNameSchema, args.roleName, "roleName")}`;
    const connection = {
      workgroupName: args.target.workgroupName,
      database: args.target.database,
      secretArn: args.target.adminSecretArn,
    };

    const procedure = new redshiftdata.Statement(
      `${name}-procedure`,
      { ...connection, statementName: "define-admit-loader", sql: admitLoader },
      { parent: this },
    );
    new redshiftdata.Statement(
      `${name}-call`,
      {
        ...connection,
        // The name holds the hash of the procedure, so that a changed one is called again.
        statementName: `admit-loader-${contentHash(admitLoader)}`,
        sql: pulumi.interpolate`CALL public.s3_to_redshift_admit_loader('${userName}', '${args.target.database}')`,
      },
      { parent: this, dependsOn: [procedure] },
    );

    this.userName = pulumi.output(userName);
    this.registerOutputs({ userName: this.userName });
  }
}

const roleNameSchema = matching(/^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and _ + = , . @ -");

const admitLoader = `CREATE OR REPLACE PROCEDURE public.s3_to_redshift_admit_loader(user_name VARCHAR(128), database_name VARCHAR(128))
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_user WHERE usename = user_name) THEN
    EXECUTE 'CREATE USER ' || quote_ident(user_name) || ' PASSWORD DISABLE';
  END IF;
  EXECUTE 'GRANT CREATE, TEMP ON DATABASE ' || quote_ident(database_name) || ' TO ' || quote_ident(user_name);
END;
$$ LANGUAGE plpgsql`;
