import { sessionOf } from "../assume";
import type { Credentials } from "../clients";
import { notEmulated, RedshiftError } from "../sql/error";
import type { CopyContext } from "./context";

const TRUSTED = ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"];

/**
 * Temporary credentials of the role that a COPY names.
 * @throws {RedshiftError} when the role is not attached to the namespace or cluster, does not exist or does not trust Redshift.
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/copy-unload-iam-role.html
 */
export async function credentialsOf(wanted: string, context: CopyContext): Promise<Credentials> {
  const { deps, home, dbUser } = context;
  const arn = wanted === "default" ? home.defaultIamRoleArn : wanted;
  if (!arn) throw new RedshiftError(`The default IAM role is not set: ${home.name} has no defaultIamRoleArn`);
  if (arn.includes(",")) throw notEmulated("COPY with chained roles");
  if (!home.iamRoles.includes(arn)) throw new RedshiftError(`The requested role ${arn} is not associated to cluster`);
  const session = await sessionOf(deps, arn, TRUSTED, "RedshiftIamRoleSession");
  if (session) return session;
  const user = `arn:aws:redshift:${deps.region}:${deps.accountId}:dbuser:${home.name}/${dbUser}`;
  throw new RedshiftError(`User ${user} is not authorized to assume IAM Role ${arn}`);
}
