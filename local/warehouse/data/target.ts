import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { AwsRequest } from "../../gateway/service";
import { AwsError } from "../../gateway/service";
import { secretsClient } from "../clients";
import type { WarehouseDeps } from "../deps";
import type { Home } from "../home/home";
import { databaseUser } from "../home/identity";

/** What the caller named, as the answers repeat it. */
export type Endpoint = { WorkgroupName: string } | { ClusterIdentifier: string };

/** Where a call of the Data API goes and as whom. */
export interface Target {
  endpoint: Endpoint;
  home: Home;
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
 * Reads WorkgroupName or ClusterIdentifier, Database, SecretArn and the like.
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
  if (DbUser !== undefined) throw invalid(refusalOfUser(WorkgroupName));
  if (Database === undefined) throw invalid("Database is missing");
  const place = WorkgroupName === undefined ? ofCluster(ClusterIdentifier!, deps) : ofWorkgroup(WorkgroupName, deps);
  const common = { ...place, database: Database, secretArn: SecretArn };
  if (SecretArn !== undefined) return { ...common, ...(await secretLogin(deps, place, SecretArn)) };
  const dbUser = databaseUser(request.caller.arn);
  return { ...common, dbUser, role: dbUser, password: deps.warehouse.passwordOf(dbUser) };
}

type Found = Pick<Target, "endpoint" | "home">;

function ofWorkgroup(nameOrArn: string, { warehouse: { registry } }: WarehouseDeps): Found {
  const WorkgroupName = nameOrArn.replace(/^arn:.*:workgroup\//, "");
  const home = registry.namespaces.get(registry.workgroup(WorkgroupName)?.namespaceName ?? "");
  if (!home) throw invalid(NO_ENDPOINT);
  return { endpoint: { WorkgroupName }, home };
}

function ofCluster(ClusterIdentifier: string, { warehouse: { clusters } }: WarehouseDeps): Found {
  const home = clusters.byName.get(ClusterIdentifier);
  if (!home) throw invalid(NO_ENDPOINT);
  if (home.status !== "available" && home.status !== "modifying")
    throw invalid(`The cluster ${ClusterIdentifier} is ${home.status}.`);
  return { endpoint: { ClusterIdentifier }, home };
}

const NO_ENDPOINT = "Redshift endpoint doesn't exist in this region.";

const refusalOfUser = (workgroup: string | undefined) =>
  workgroup === undefined
    ? "DbUser: GetClusterCredentials is not emulated locally; give SecretArn, or neither, and the IAM identity is used"
    : "DbUser is not accepted with WorkgroupName: give SecretArn, or the IAM identity is used";

async function secretLogin(deps: WarehouseDeps, { endpoint, home }: Found, secretArn: string) {
  const client = secretsClient(deps);
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    const secret = JSON.parse(SecretString ?? "{}") as Record<string, string | undefined>;
    const { username, password, dbClusterIdentifier } = secret;
    if (!username || !password) throw invalid(`SecretArn ${secretArn}: the secret holds no username and password`);
    if ("ClusterIdentifier" in endpoint && dbClusterIdentifier && dbClusterIdentifier !== endpoint.ClusterIdentifier)
      throw invalid(`SecretArn ${secretArn}: the secret is of the cluster ${dbClusterIdentifier}`);
    return { dbUser: username, role: username === home.adminUsername ? home.adminRole : username, password };
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw invalid(`SecretArn ${secretArn}: ${(error as Error).message}`);
  } finally {
    client.destroy();
  }
}

const invalid = (message: string) => new AwsError("ValidationException", message);
