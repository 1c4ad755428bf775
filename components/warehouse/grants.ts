import * as redshiftdata from "@pulumi/aws/redshiftdata";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { contentHash } from "../job/hash";
import { warehouseName } from "../job/names";
import { checkArgument, issueOf, matching, strict } from "../validation";
import { admissionStatements, databaseGroup, databaseRole, iamUser, type Reader, userName } from "./admission";
import type { RedshiftTarget } from "./target";

/** Who reads the loader's schemas: exactly one of the three. What is not there is made. */
export interface ReaderArgs {
  /** Name of an IAM role. In Redshift it is the user `IAMR:<name>`. */
  iamRole?: string;

  /** Name of a database group: 1 to 127 lower-case letters, digits and `_`. */
  group?: string;

  /** Name of a database role: 1 to 127 lower-case letters, digits and `_`. */
  role?: string;
}

/** Arguments of {@link LoaderGrants}. */
export interface LoaderGrantsArgs {
  /**
   * The database. Statements run as the administrator whose secret it has; without one as the identity that deploys, which
   * must then be a superuser of the database.
   */
  target: RedshiftTarget;

  /** Name of the IAM role that loads. In Redshift it is the user `IAMR:<name>`. */
  roleName: string;

  /**
   * Schemas that are made, where they are not there, and belong to the loader.
   * @default none: the loader makes those that it needs
   */
  schemas?: string[];

  /**
   * Who reads all tables of `schemas`, also those that the loader will make there.
   * @default nobody but the loader
   */
  readers?: ReaderArgs[];
}

/**
 * Makes the database user of a loading role, with no password, and lets it create schemas and temporary tables; makes schemas
 * for it and lets others read them. What the loader creates is its own; it sees nothing else.
 *
 * One procedure does it all in one transaction, since Redshift has no CREATE USER IF NOT EXISTS. It is called once for each
 * change of it, and whenever a refresh finds the call gone: the Data API forgets a statement after a day. Nothing is taken back:
 * neither destroying this nor leaving out a reader revokes a grant or drops a user, which an administrator does by
 * `REVOKE SELECT ON ALL TABLES IN SCHEMA ... FROM ...` and the like.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/generating-iam-credentials-role-permissions.html
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_DEFAULT_PRIVILEGES.html
 */
export class LoaderGrants extends pulumi.ComponentResource {
  /** Name of the loader's database user. */
  readonly userName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name is none that IAM or Redshift takes, or there are readers and nothing to read
   */
  constructor(name: string, args: LoaderGrantsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:warehouse:LoaderGrants", name, args, opts);
    const { roleName, schemas, readers } = checkGrants(args);
    const { workgroupName, clusterIdentifier, database, adminSecretArn } = args.target;
    const connection = { workgroupName, clusterIdentifier, database, secretArn: adminSecretArn };

    // Its own for each loader: another pipeline in the same database has a procedure of another name.
    const procedureName = `public.s3_to_redshift_admit_${contentHash(roleName)}`;
    const definition = database.apply((known) =>
      procedureText(procedureName, admissionStatements({ database: known, roleName, schemas, readers })),
    );
    const procedure = new redshiftdata.Statement(
      `${name}-procedure`,
      { ...connection, statementName: "define-admit-loader", sql: definition },
      { parent: this },
    );
    new redshiftdata.Statement(
      `${name}-call`,
      {
        ...connection,
        // The name holds the hash of the procedure, so that a changed one is called again.
        statementName: definition.apply((sql) => `admit-loader-${contentHash(sql)}`),
        sql: `CALL ${procedureName}()`,
      },
      { parent: this, dependsOn: [procedure] },
    );

    this.userName = pulumi.output(userName(roleName));
    this.registerOutputs({ userName: this.userName });
  }
}

const roleNameSchema = matching(/^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and _ + = , . @ -");

const readerSchema = strict({
  iamRole: roleNameSchema.optional(),
  group: warehouseName.optional(),
  role: warehouseName.optional(),
}).superRefine((reader, context) => {
  if (Object.values(reader).filter((name) => name !== undefined).length !== 1) {
    context.addIssue(issueOf({ path: [], message: "expected exactly one of iamRole, group and role" }));
  }
});

/** What `schemas` and `readers` accept. */
export const grantsShape = {
  schemas: z.array(warehouseName).optional(),
  readers: z.array(readerSchema).optional(),
};

function checkGrants({ roleName, schemas, readers }: LoaderGrantsArgs) {
  checkArgument(roleNameSchema, roleName, "roleName");
  checkArgument(
    z.object(grantsShape).superRefine(({ schemas = [], readers = [] }, context) => {
      if (readers.length > 0 && schemas.length === 0) {
        context.addIssue(issueOf({ path: ["schemas"], message: "expected at least one that the readers are to read" }));
      }
    }),
    { schemas, readers },
    "",
  );
  return { roleName, schemas: schemas ?? [], readers: (readers ?? []).map(readerOf) };
}

const readerOf = ({ iamRole, group, role }: ReaderArgs): Reader =>
  iamRole !== undefined ? iamUser(iamRole) : group !== undefined ? databaseGroup(group) : databaseRole(role!);

const procedureText = (procedureName: string, statements: string[]) =>
  `CREATE OR REPLACE PROCEDURE ${procedureName}()
AS $$
BEGIN
${statements.map((statement) => `  ${statement}`).join("\n")}
END;
$$ LANGUAGE plpgsql`;
