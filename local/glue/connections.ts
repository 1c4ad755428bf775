import type { Connection, ConnectionInput } from "@aws-sdk/client-glue";
import { AwsError, type Handler } from "../gateway/service";
import { invalidInput, notFound, text } from "./input";
import { page } from "./paging";
import type { Tags } from "./tags";

/**
 * Connections, kept and shown; a run takes the subnet and security groups of its own from them, and connects through none. moto's have
 * no type, and it can neither change nor delete them.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-catalog-connections.html
 */
export class Connections {
  private readonly byName = new Map<string, Connection>();

  constructor(private readonly tags: Tags) {}

  readonly actions: Record<string, Handler> = {
    CreateConnection: async ({ input }) => {
      const given = connectionInput(input);
      const name = text({ ...given }, "Name");
      if (this.byName.has(name)) throw new AwsError("AlreadyExistsException", `Connection already exists: ${name}`);
      this.byName.set(name, connectionOf(given));
      this.tags.set("connection", name, input.Tags);
      return { CreateConnectionStatus: "READY" };
    },
    UpdateConnection: async ({ input }) => {
      const old = this.get(text(input, "Name"));
      const given = connectionInput(input);
      const changed = connectionOf({ ...given, Name: old.Name }, old.CreationTime);
      this.byName.set(old.Name ?? "", changed);
      return {};
    },
    GetConnection: async ({ input }) => ({ Connection: this.get(text(input, "Name")) }),
    GetConnections: async ({ input }) => {
      const filter = (input.Filter ?? {}) as { ConnectionType?: string };
      const wanted = [...this.byName.values()].filter(
        ({ ConnectionType }) => filter.ConnectionType === undefined || ConnectionType === filter.ConnectionType,
      );
      const { items, NextToken } = page(wanted, input);
      return { ConnectionList: items, NextToken };
    },
    DeleteConnection: async ({ input }) => {
      this.remove(this.get(text(input, "ConnectionName")).Name ?? "");
      return {};
    },
    BatchDeleteConnection: async ({ input }) => {
      const names = input.ConnectionNameList as string[];
      const [found, missing] = [true, false].map((is) => names.filter((name) => this.byName.has(name) === is));
      for (const name of found) this.remove(name);
      const error = { ErrorCode: "EntityNotFoundException" };
      const Errors = missing.map((name) => [name, { ...error, ErrorMessage: `Connection ${name} not found.` }]);
      return { Succeeded: found, Errors: Object.fromEntries(Errors) };
    },
  };

  /** @throws EntityNotFoundException. */
  get(name: string): Connection {
    const connection = this.byName.get(name);
    if (!connection) throw notFound(`Connection ${name} not found.`);
    return connection;
  }

  private remove(name: string): void {
    this.byName.delete(name);
    this.tags.delete("connection", name);
  }
}

function connectionInput({ ConnectionInput: given }: Record<string, unknown>): ConnectionInput {
  const input = (given ?? {}) as ConnectionInput;
  text({ ...input }, "ConnectionType");
  const { SubnetId, SecurityGroupIdList = [], AvailabilityZone } = input.PhysicalConnectionRequirements ?? {};
  if (input.ConnectionType === "NETWORK" && !(SubnetId && AvailabilityZone && SecurityGroupIdList.length > 0)) {
    throw invalidInput("A NETWORK connection needs SubnetId, SecurityGroupIdList and AvailabilityZone");
  }
  return input;
}

function connectionOf(given: ConnectionInput, createdOn = new Date()): Connection {
  const now = new Date();
  return {
    ...given,
    // What a connection is given to be made, and does not show.
    ...{ ValidateCredentials: undefined, AuthenticationConfiguration: undefined },
    ConnectionProperties: given.ConnectionProperties ?? {},
    CreationTime: createdOn,
    LastUpdatedTime: now,
    Status: "READY",
  } as Connection;
}
