import type { Client } from "pg";
import type { WarehouseDeps } from "../deps";
import type { Home } from "../home/home";

/** What one COPY runs in. */
export interface CopyContext {
  /** The session whose transaction the rows belong to. */
  client: Client;
  deps: WarehouseDeps;
  home: Home;
  /** Database user, as Redshift shows it. */
  dbUser: string;
  /** PostgreSQL's role. */
  role: string;
  queryId: number;
  cancelled: AbortSignal;
}
