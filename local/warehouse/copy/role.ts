import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Credentials, stsClient } from "../clients";
import { notEmulated, RedshiftError } from "../sql/error";
import type { CopyContext } from "./context";

const TRUSTED = ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"];

/**
 * Temporary credentials of the role that a COPY names.
 * @throws {RedshiftError} when the role is not attached to the namespace, does not exist or does not trust Redshift.
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/copy-unload-iam-role.html
 */
export async function credentialsOf(wanted: string, context: CopyContext): Promise<Credentials> {
  const { deps, namespace } = context;
  const arn = wanted === "default" ? namespace.defaultIamRoleArn : wanted;
  if (!arn) throw new RedshiftError("The default IAM role is not set: the namespace has no defaultIamRoleArn");
  if (arn.includes(",")) throw notEmulated("COPY with chained roles");
  if (!namespace.iamRoles.includes(arn))
    throw new RedshiftError(`The requested role ${arn} is not associated to cluster`);
  const refused = notAuthorized(arn, context);
  const trusting = await Promise.all(TRUSTED.map((service) => deps.trusts(arn, service)));
  if (!trusting.includes(true)) throw refused;
  const sts = stsClient(deps);
  try {
    const answer = await sts
      .send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "RedshiftIamRoleSession" }))
      .catch(() => {
        throw refused;
      });
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
  } finally {
    sts.destroy();
  }
}

function notAuthorized(arn: string, { deps: { region, accountId }, namespace, dbUser }: CopyContext): RedshiftError {
  const user = `arn:aws:redshift:${region}:${accountId}:dbuser:${namespace.namespaceName}/${dbUser}`;
  return new RedshiftError(`User ${user} is not authorized to assume IAM Role ${arn}`);
}
