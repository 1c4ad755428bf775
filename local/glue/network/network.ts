import { type Connection, GetConnectionCommand } from "@aws-sdk/client-glue";
import type { Clients } from "../clients";
import { fitSubnet } from "./fitness";
import { Interfaces, type Place } from "./interfaces";

export interface NetworkInput {
  /** Names of the connections, in the order in which they are tried. */
  connections: string[];
  /** They sign with the role, as Glue does. */
  clients: Clients;
  region: string;
  roleArn: string;
  /** How many interfaces the run takes. */
  workers: number;
}

/**
 * Does the work of a run in the VPC of its connections: with interfaces in the subnet of the first one that is fit, which are there
 * before the work begins and gone when it has ended, however that was. Where no connection leads into a subnet it only does the
 * work. What the work can reach is the same either way.
 *
 * @throws Error when a connection cannot be read, none is fit, or an interface cannot be made
 * @see https://docs.aws.amazon.com/glue/latest/dg/start-connecting.html
 */
export async function inNetwork<T>(input: NetworkInput, work: () => Promise<T>): Promise<T> {
  const connections: Connection[] = [];
  for (const name of input.connections) connections.push(await read(input.clients, name));
  const leading = connections.filter((it) => it.PhysicalConnectionRequirements?.SubnetId);
  if (leading.length === 0) return work();
  const interfaces = new Interfaces(input, await firstFit(leading, input));
  try {
    await interfaces.make();
    return await work();
  } finally {
    await interfaces.remove();
  }
}

async function read({ glue }: Clients, Name: string): Promise<Connection> {
  try {
    return (await glue.send(new GetConnectionCommand({ Name }))).Connection!;
  } catch (error) {
    throw new Error(`Unable to retrieve connection ${Name}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Where none is fit AWS tells what is wrong with each, one after the other.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-troubleshooting-errors.html#vpc-failover-behavior-error-10
 */
async function firstFit(connections: Connection[], input: NetworkInput): Promise<Place> {
  const problems: string[] = [];
  for (const connection of connections) {
    try {
      const subnet = await fitSubnet(connection, input);
      return { subnet, groupIds: connection.PhysicalConnectionRequirements?.SecurityGroupIdList ?? [] };
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  throw new Error(problems.join(" "));
}
