import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Credentials, stsClient } from "./clients";
import type { WarehouseDeps } from "./deps";

/**
 * A session of a role that trusts one of Redshift's services.
 *
 * @returns undefined when the role does not exist or trusts none of them
 */
export async function sessionOf(
  deps: WarehouseDeps,
  roleArn: string,
  services: string[],
  RoleSessionName: string,
): Promise<Credentials | undefined> {
  const trusting = await Promise.all(services.map((service) => deps.trusts(roleArn, service)));
  if (!trusting.includes(true)) return undefined;
  const sts = stsClient(deps);
  try {
    const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = given!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
  } catch {
    return undefined;
  } finally {
    sts.destroy();
  }
}
