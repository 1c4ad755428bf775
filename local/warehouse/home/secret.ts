import { CreateSecretCommand, DeleteSecretCommand, UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { randomBytes } from "node:crypto";
import { secretsClient } from "../clients";
import type { WarehouseDeps } from "../deps";
import type { Home } from "./home";

/** By which the secret's rotation finds whose it is. */
const OWNER_TAGS: Record<string, string> = {
  redshift: "aws:redshift:primaryClusterArn",
  "redshift-serverless": "aws:redshift-serverless:namespaceArn",
};

/** A password as Redshift demands it: upper and lower case letters and digits. */
export const newPassword = () => `${randomBytes(24).toString("hex")}Aa1`;

/**
 * Keeps the administrator's password in Secrets Manager.
 *
 * @returns the secret's ARN
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html
 */
export async function createSecret(
  deps: WarehouseDeps,
  home: Home,
  password: string,
  kmsKeyId?: string,
): Promise<string> {
  const { name, arn, adminUsername } = home;
  const command = new CreateSecretCommand({
    Name: `redshift!${name}-${adminUsername}`,
    Description: `Secret associated with ${arn}`,
    SecretString: JSON.stringify({ username: adminUsername, password }),
    KmsKeyId: kmsKeyId,
    Tags: [
      { Key: "aws:secretsmanager:owningService", Value: "redshift" },
      { Key: OWNER_TAGS[arn.split(":")[2]], Value: arn },
    ],
  });
  return (await using(deps, (client) => client.send(command))).ARN!;
}

/** From now on another key encrypts it. */
export async function encryptSecret(deps: WarehouseDeps, SecretId: string, KmsKeyId: string): Promise<void> {
  await using(deps, (client) => client.send(new UpdateSecretCommand({ SecretId, KmsKeyId })));
}

export async function deleteSecret(deps: WarehouseDeps, arn: string): Promise<void> {
  await using(deps, (client) =>
    client.send(new DeleteSecretCommand({ SecretId: arn, ForceDeleteWithoutRecovery: true })),
  );
}

async function using<T>(
  deps: WarehouseDeps,
  work: (client: ReturnType<typeof secretsClient>) => Promise<T>,
): Promise<T> {
  const client = secretsClient(deps);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
