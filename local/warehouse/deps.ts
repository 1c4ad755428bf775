import type { Clock } from "../time/clock";
import type { Warehouse } from "./postgres";

/** What the Redshift services need of the local AWS. */
export interface WarehouseDeps {
  /** Address of the gateway, for S3, EC2, IAM, STS and Secrets Manager; asked when a call needs it. */
  endpoint(): string;
  region: string;
  accountId: string;
  /** Whether a role's trust policy lets the service assume it. */
  trusts(roleArn: string, service: string): Promise<boolean>;
  /** Folder for temporary files. */
  folder: string;
  warehouse: Warehouse;
  /** What scheduled actions go by. */
  clock: Clock;
}
