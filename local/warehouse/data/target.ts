import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { AwsRequest } from "../../gateway/service";
import { AwsError } from "../../gateway/service";
import { secretsClient } from "../clients";
import type { WarehouseDeps } from "../deps";
import type { Namespace } from "../serverless/registry";
import { databaseUser } from "../serverless/identity";

/** Where a call of the Data API goes and as whom. */
export interface Target {
  workgroupName: string;
  namespace: Namespace;
  /** Name that the caller gave. */
  database: string;
  secretArn?: string;
  /** Name that Redshift shows. */
  dbUser: string;
  /** PostgreSQL's role. */
  role: string;
  password: string;
}

/**
 * Reads WorkgroupName, Database, SecretArn and the like.
 * @throws {AwsError} ValidationException for what is missing, excludes another, or does not exist.
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling.html
 */
export async function targetOf(request: AwsRequest, deps: WarehouseDeps): Promise<Target> {
  const { WorkgroupName, ClusterIdentifier, Database, DbUser, SecretArn } = request.input as Record<
    string,
    string | undefined
  >;
  if ((WorkgroupName === undefined) === (ClusterIdentifier === undefined)) {
    throw invalid("Exactly one of WorkgroupName and ClusterIdentifier must be given");
  }
  if (ClusterIdentifier !== undefined)
    throw invalid(
      `ClusterIdentifier ${ClusterIdentifier}: provisioned clusters are not emulated locally; use WorkgroupName`,
    );
  if (DbUser !== undefined)
    throw invalid("DbUser is not accepted with WorkgroupName: give SecretArn, or the IAM identity is used");
  if (Database === undefined) throw invalid("Database is missing");
  const workgroupName = WorkgroupName!.replace(/^arn:.*:workgroup\//, "");
  const { registry } = deps.warehouse;
  const namespace = registry.namespaces.get(registry.workgroup(workgroupName)?.namespaceName ?? "");
  if (!namespace) throw invalid("Redshift endpoint doesn't exist in this region.");
  const common = { workgroupName, namespace, database: Database, secretArn: SecretArn };
  if (SecretArn !== undefined) return { ...common, ...(await secretLogin(deps, namespace, SecretArn)) };
  const dbUser = databaseUser(request.caller.arn);
  return { ...common, dbUser, role: dbUser, password: deps.warehouse.passwordOf(dbUser) };
}

async function secretLogin(deps: WarehouseDeps, namespace: Namespace, secretArn: string) {
  const client = secretsClient(deps);
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    const { username, password } = JSON.parse(SecretString ?? "{}") as { username?: string; password?: string };
    if (!username || !password) throw invalid(`SecretArn ${secretArn}: the secret holds no username and password`);
    return { dbUser: username, role: username === namespace.adminUsername ? namespace.adminRole : username, password };
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw invalid(`SecretArn ${secretArn}: ${(error as Error).message}`);
  } finally {
    client.destroy();
  }
}

const invalid = (message: string) => new AwsError("ValidationException", message);
