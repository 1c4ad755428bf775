import type { Warehouse } from "./postgres";

/** What the two Redshift services need of the local AWS. */
export interface WarehouseDeps {
  /** Address of the gateway, for S3, IAM, STS and Secrets Manager; asked when a call needs it. */
  endpoint(): string;
  region: string;
  accountId: string;
  /** Folder for temporary files. */
  folder: string;
  warehouse: Warehouse;
}
