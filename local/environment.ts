import * as path from "node:path";
import type { LocalAws } from "./aws";

/** What clients sign with on the local AWS: the account's own identity. */
export const LOCAL_ACCESS_KEY = "local";

/** The environment with which the `aws` CLI, boto3, the SDKs, `pulumi` and psql talk to a running local AWS. */
export function clientEnvironment(
  localAws: Pick<LocalAws, "endpoint" | "region" | "folder"> & { warehouse: Pick<LocalAws["warehouse"], "url"> },
): Record<string, string> {
  const { endpoint, region, folder, warehouse } = localAws;
  const database = new URL(warehouse.url);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: LOCAL_ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: LOCAL_ACCESS_KEY,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    PULUMI_BACKEND_URL: `file://${path.join(folder, "pulumi")}`,
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PGHOST: database.hostname,
    PGPORT: database.port || "5432",
    PGUSER: decodeURIComponent(database.username),
    PGPASSWORD: decodeURIComponent(database.password),
    PGDATABASE: database.pathname.slice(1),
  };
}
