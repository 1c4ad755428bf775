import { CreateSecretCommand, DeleteSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { randomBytes } from "node:crypto";
import { secretsClient } from "../clients";
import type { WarehouseDeps } from "../deps";

/** The admin's credentials that a namespace keeps in Secrets Manager. */
export interface AdminSecret {
  namespaceName: string;
  username: string;
  password: string;
  kmsKeyId?: string;
}

/** A password as Redshift demands it: upper and lower case letters and digits. */
export const newPassword = () => `${randomBytes(24).toString("hex")}Aa1`;

/** @returns the secret's ARN */
export async function createSecret(deps: WarehouseDeps, secret: AdminSecret): Promise<string> {
  const { namespaceName, username, kmsKeyId } = secret;
  const command = new CreateSecretCommand({
    Name: `redshift!${namespaceName}-${username}`,
    Description: `Secret associated with primary Amazon Redshift namespace: ${namespaceName}`,
    SecretString: content(secret),
    KmsKeyId: kmsKeyId,
    Tags: [
      { Key: "aws:secretsmanager:owningService", Value: "redshift" },
      { Key: "aws:redshift-serverless:namespaceName", Value: namespaceName },
    ],
  });
  return (await using(deps, (client) => client.send(command))).ARN!;
}

export async function changeSecret(deps: WarehouseDeps, arn: string, secret: AdminSecret): Promise<void> {
  await using(deps, (client) =>
    client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: content(secret) })),
  );
}

export async function deleteSecret(deps: WarehouseDeps, arn: string): Promise<void> {
  await using(deps, (client) =>
    client.send(new DeleteSecretCommand({ SecretId: arn, ForceDeleteWithoutRecovery: true })),
  );
}

const content = ({ username, password }: AdminSecret) => JSON.stringify({ username, password });

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
