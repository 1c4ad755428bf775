import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { STSClient } from "@aws-sdk/client-sts";
import type { WarehouseDeps } from "./deps";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The keys with which the local AWS's own services call each other. */
export const SERVICE: Credentials = { accessKeyId: "local", secretAccessKey: "local" };

const common = (deps: WarehouseDeps, credentials: Credentials) => ({
  endpoint: deps.endpoint(),
  region: deps.region,
  credentials,
  maxAttempts: 1,
});

export const stsClient = (deps: WarehouseDeps) => new STSClient(common(deps, SERVICE));
export const secretsClient = (deps: WarehouseDeps) => new SecretsManagerClient(common(deps, SERVICE));

/** S3 with the rights of the given credentials. As Redshift does, it asks again where S3 is too busy or fails. */
export const s3Client = (deps: WarehouseDeps, credentials: Credentials) =>
  new S3Client({ ...common(deps, credentials), maxAttempts: 5, forcePathStyle: true });
