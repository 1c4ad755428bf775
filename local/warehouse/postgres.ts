import { createHmac, randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import { Client, type ClientConfig } from "pg";
import { dropLeftovers } from "./database/leftovers";
import { startEmbedded } from "./postgres/embedded";
import { checkServer } from "./postgres/given";
import { Clusters } from "./cluster/registry";
import { Registry } from "./serverless/registry";

export interface WarehouseOptions {
  /** Folder of the running local AWS; the embedded server keeps its data in `<folder>/postgres`. */
  folder: string;
  /**
   * URL of a PostgreSQL server (15 or newer, a superuser) to use instead of the embedded one. One local AWS at a time: it
   * drops the databases that an earlier one left there.
   */
  url?: string;
  /** Port of the embedded server; a free one when left out. */
  port?: number;
}

/** Who connects, and where. */
export interface Login {
  user: string;
  password: string;
  database: string;
}

/** The PostgreSQL server behind the local Redshift. */
export class Warehouse {
  readonly registry = new Registry();
  readonly clusters = new Clusters();
  readonly host: string;
  readonly port: number;
  private readonly seed = randomBytes(32);

  constructor(
    /** URL of the server's superuser. */
    readonly url: string,
    readonly close: () => Promise<void>,
    /** Crashes the server and starts it again with what was committed. */
    readonly restart: () => Promise<void>,
  ) {
    const { hostname, port } = new URL(url);
    this.host = hostname;
    this.port = port === "" ? 5432 : Number(port);
  }

  /** A connection as superuser; the caller ends it. */
  connect(database?: string): Promise<Client> {
    const url = new URL(this.url);
    if (database !== undefined) url.pathname = `/${encodeURIComponent(database)}`;
    return open({ connectionString: url.href });
  }

  /** A connection with a login's own rights and Redshift's session settings; the caller ends it. */
  connectAs(login: Login): Promise<Client> {
    return open({ host: this.host, port: this.port, ...login, options: SESSION });
  }

  /** Runs statements as superuser in one connection. */
  async administer<T>(database: string | undefined, work: (client: Client) => Promise<T>): Promise<T> {
    const client = await this.connect(database);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** The password of a role that IAM vouches for; it changes with every start of the local AWS. */
  passwordOf(role: string): string {
    return createHmac("sha256", this.seed).update(role).digest("hex");
  }
}

/**
 * Redshift reads a backslash in a string as an escape, runs in UTC, and its workgroups have SNAPSHOT isolation by default,
 * which PostgreSQL calls REPEATABLE READ.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
 */
const SESSION = [
  "standard_conforming_strings=off",
  "escape_string_warning=off",
  "backslash_quote=on",
  "TimeZone=UTC",
  "DateStyle=ISO,MDY",
  "IntervalStyle=postgres",
  "bytea_output=hex",
  "default_transaction_isolation=repeatable\\ read",
]
  .map((setting) => `-c ${setting}`)
  .join(" ");

/** Starts the embedded PostgreSQL, or checks and takes the given one. */
export async function startWarehouse({ folder, url, port }: WarehouseOptions): Promise<Warehouse> {
  if (url !== undefined) {
    await checkServer(url);
    const warehouse = new Warehouse(
      url,
      () => Promise.resolve(),
      () => Promise.reject(new Error("The warehouse is somebody else's server: it is not restarted from here")),
    );
    await dropLeftovers(warehouse);
    return warehouse;
  }
  await fs.mkdir(folder, { recursive: true });
  const server = await startEmbedded(folder, port);
  return new Warehouse(server.url, server.close, server.restart);
}

async function open(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  // A connection that the server ends while idle must not end this process; the next query on it fails by itself.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return client;
}
