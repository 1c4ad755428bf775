import { once } from "node:events";
import * as net from "node:net";
import { AwsError } from "../../gateway/service";
import type { Home } from "../home/home";
import type { Warehouse } from "../postgres";
import { fatal, readFirst, startupOf } from "./startup";

/** Addresses of this machine alone; what differs from the first, not every system has. */
const ADDRESSES = Array.from({ length: 64 }, (_, i) => `127.0.0.${i + 1}`);

/**
 * Where clients of the PostgreSQL protocol reach a cluster: an address of its own with the port that was asked for, as on AWS,
 * where each cluster has its own host. Behind it lies PostgreSQL with the cluster's one database and its administrator under the
 * names that Redshift shows.
 */
export class Endpoint {
  private readonly connections = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => this.accept(socket));
  private isOpen = true;

  constructor(
    private readonly warehouse: Warehouse,
    private readonly home: () => Home,
  ) {}

  /** @throws {AwsError} InvalidParameterValue when the port is taken on every address */
  async listen(port: number): Promise<void> {
    for (const address of ADDRESSES) {
      this.server.listen(port, address);
      // Somebody else's, or none here: the next one.
      const isTaken = await once(this.server, "listening").then(
        () => false,
        () => true,
      );
      if (!isTaken) return;
    }
    throw new AwsError("InvalidParameterValue", `Port ${port} is taken on this machine: give another one.`);
  }

  /** Undefined until it listens. */
  get place(): { address: string; port: number } | undefined {
    return (this.server.address() as net.AddressInfo | null) ?? undefined;
  }

  /** Takes no connections any more, and keeps its address. */
  shut(): void {
    this.isOpen = false;
    for (const socket of this.connections) socket.destroy();
  }

  reopen(): void {
    this.isOpen = true;
  }

  async close(): Promise<void> {
    this.shut();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, "close");
  }

  private accept(socket: net.Socket): void {
    socket.on("error", () => socket.destroy());
    if (!this.isOpen) return void socket.destroy();
    this.connections.add(socket);
    socket.on("close", () => this.connections.delete(socket));
    let bytes: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const first = readFirst(bytes);
      if (first.kind === "more") return;
      if (first.kind === "encryption") {
        bytes = Buffer.from(first.rest);
        socket.write("N");
        return;
      }
      socket.off("data", onData);
      socket.pause();
      if (first.kind === "other") return this.join(socket, bytes);
      const fields = this.renamed(first.fields);
      if (fields) this.join(socket, Buffer.concat([startupOf(fields), first.rest]));
      else socket.end(fatal("3D000", `database "${first.fields.get("database") ?? ""}" does not exist`));
    };
    socket.on("data", onData);
  }

  /** With PostgreSQL's names; undefined when the cluster has no such database. */
  private renamed(fields: Map<string, string>): Map<string, string> | undefined {
    const { dbName, database, adminUsername, adminRole } = this.home();
    // Who names no database means the one of his name.
    const user = fields.get("user") ?? "";
    if ((fields.get("database") ?? user) !== dbName) return undefined;
    return new Map([...fields, ["database", database], ["user", user === adminUsername ? adminRole : user]]);
  }

  private join(socket: net.Socket, first: Buffer): void {
    const { host, port } = this.warehouse;
    const postgres = net.connect({ host, port, noDelay: true });
    postgres.on("error", () => socket.destroy());
    postgres.on("close", () => socket.destroy());
    socket.on("close", () => postgres.destroy());
    postgres.write(first);
    socket.pipe(postgres);
    postgres.pipe(socket);
  }
}
