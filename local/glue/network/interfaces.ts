import {
  CreateNetworkInterfaceCommand,
  CreateTagsCommand,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  type Subnet,
} from "@aws-sdk/client-ec2";
import type { NetworkInput } from "./network";
import { called, isRefusal } from "./refusal";

/** Marks Glue's own interfaces; with which value, AWS does not tell. */
const MARK = { Key: "aws-glue-service-resource", Value: "" };

/** Where interfaces are made. */
export interface Place {
  subnet: Subnet;
  groupIds: string[];
}

/** The network interfaces of one run, one for each worker. */
export class Interfaces {
  private readonly ids: string[] = [];

  constructor(
    private readonly input: Pick<NetworkInput, "clients" | "roleArn" | "workers">,
    private readonly place: Place,
  ) {}

  /** @throws Error in AWS's words as far as they are known; what was made until then is there to be removed. */
  async make(): Promise<void> {
    const { clients, roleArn, workers } = this.input;
    const { subnet, groupIds: Groups } = this.place;
    const { SubnetId, AvailableIpAddressCount = 0 } = subnet;
    // moto counts them, and never runs out.
    if (AvailableIpAddressCount < workers) {
      const why = `${SubnetId} has ${AvailableIpAddressCount}, the run takes ${workers}`;
      throw new Error(`The specified subnet does not have enough free addresses to satisfy the request: ${why}`);
    }
    const Description = `Attached to Glue using role: ${roleArn}`;
    for (let made = 0; made < workers; made++) {
      const command = new CreateNetworkInterfaceCommand({ SubnetId, Groups, Description });
      const { NetworkInterface } = await called("CreateNetworkInterface", clients.ec2.send(command));
      this.ids.push(NetworkInterface!.NetworkInterfaceId!);
    }
    await this.mark();
    const command = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: this.ids });
    await called("DescribeNetworkInterfaces", clients.ec2.send(command));
  }

  /** The run has ended as it did, whether they can be removed or not. */
  async remove(): Promise<void> {
    for (const NetworkInterfaceId of this.ids) {
      const command = new DeleteNetworkInterfaceCommand({ NetworkInterfaceId });
      await this.input.clients.ec2.send(command).catch((error: Error) => {
        console.error(`Glue leaves the network interface ${NetworkInterfaceId} behind: ${error.message}`);
      });
    }
  }

  private async mark(): Promise<void> {
    try {
      await this.input.clients.ec2.send(new CreateTagsCommand({ Resources: this.ids, Tags: [MARK] }));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const lacking =
        "The specified role doesn't have a permission to create a tag for your elastic network interface.";
      throw new Error(`${lacking} ${(error as Error).message}`, { cause: error });
    }
  }
}
