import { GetRoleCommand, type GetRoleCommandOutput } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Credentials, iamClient, stsClient } from "../clients";
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
  const iam = iamClient(deps);
  const sts = stsClient(deps);
  try {
    const RoleName = arn.split("/").at(-1);
    const role = await iam.send(new GetRoleCommand({ RoleName })).catch(() => undefined);
    if (!role || !trustsRedshift(role)) throw refused;
    const answer = await sts
      .send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "RedshiftIamRoleSession" }))
      .catch(() => {
        throw refused;
      });
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
  } finally {
    iam.destroy();
    sts.destroy();
  }
}

interface TrustStatement {
  Effect: string;
  Principal?: { Service?: string | string[] };
}

function trustsRedshift({ Role }: GetRoleCommandOutput): boolean {
  const { Statement } = JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!)) as {
    Statement: TrustStatement | TrustStatement[];
  };
  return [Statement]
    .flat()
    .some(
      ({ Effect, Principal }) =>
        Effect === "Allow" && [Principal?.Service ?? []].flat().some((service) => TRUSTED.includes(service)),
    );
}

function notAuthorized(arn: string, { deps: { region, accountId }, namespace, dbUser }: CopyContext): RedshiftError {
  const user = `arn:aws:redshift:${region}:${accountId}:dbuser:${namespace.namespaceName}/${dbUser}`;
  return new RedshiftError(`User ${user} is not authorized to assume IAM Role ${arn}`);
}
