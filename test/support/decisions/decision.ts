import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { GlueClient } from "@aws-sdk/client-glue";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import type { S3Client } from "@aws-sdk/client-s3";
import type { RoleName } from "./documents";

/** Clients that sign as a session of the role, and what else a call as one takes. */
export interface RoleClients {
  s3: S3Client;
  glue: GlueClient;
  data: RedshiftDataClient;
  logs: CloudWatchLogsClient;
  kms: KMSClient;
  /** A call of the query protocol. @throws Error named as AWS names it */
  query(service: string, form: Record<string, string>): Promise<unknown>;
  /** An event that EventBridge takes to the workflow as the role. @throws Error named as AWS names it */
  notify(workflow: string): Promise<void>;
  /** The id of a statement of another session of the same role. */
  othersStatement(): Promise<string>;
  /** What the account itself has encrypted with the key. */
  sealed(KeyId: string): Promise<Uint8Array>;
}

/** A permission. */
export interface Need {
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
}

/** Something that a role tries, and the permission that decides it. */
export interface Act extends Need {
  what: string;
  /** What it needs besides, and the role has in any case. */
  also?: Need[];
  /**
   * The same as a call; what it is answered besides AccessDenied is another matter. Left out where the local AWS does not know
   * the call, or another test makes it.
   */
  call?: (clients: RoleClients) => Promise<unknown>;
}

/** What a role must be able to do, or must not. */
export interface RoleDecision extends Act {
  role: RoleName;
  may: boolean;
}

/** Both sides of a role's duty. */
export interface Duty {
  /** What the role is there for. */
  allow: Act[];
  /** What is next to it. */
  deny: Act[];
}

export const decisionsOf = (role: RoleName, { allow, deny }: Duty): RoleDecision[] => [
  ...allow.map((act) => ({ ...act, role, may: true })),
  ...deny.map((act) => ({ ...act, role, may: false })),
];
