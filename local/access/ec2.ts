import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Tag,
} from "@aws-sdk/client-ec2";
import { motoClient } from "../moto-client";
import { arn, type Need, type Place } from "./need";

type Input = Record<string, unknown>;

/** The calls by which Glue looks at a network; they know no resources. */
const LOOKS = /^ec2:Describe(NetworkInterfaces|RouteTables|SecurityGroups|Subnets|VpcEndpoints)$/;

/** What the first part of an id says. */
const KINDS: Partial<Record<string, string>> = {
  eni: "network-interface",
  sg: "security-group",
  subnet: "subnet",
  vpc: "vpc",
};

/**
 * What a call of EC2 needs, as far as Glue makes it to reach a VPC.
 *
 * @returns undefined for a call whose permissions are not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function ec2Needs(action: string, input: Input, place: Place): Need[] | undefined {
  const at = (resource: string) => arn("ec2", place, resource);
  if (LOOKS.test(action)) return [{ action, resources: ["*"] }];
  switch (action) {
    case "ec2:DescribeVpcAttribute":
      return [{ action, resources: [at(`vpc/${String(input.VpcId)}`)] }];
    case "ec2:DeleteNetworkInterface":
      return [{ action, resources: [at(`network-interface/${String(input.NetworkInterfaceId)}`)] }];
    case "ec2:CreateTags": {
      const ids = values(input, /^ResourceId\.\d+$/);
      const kinds = ids.map((id) => KINDS[id.split("-")[0]]);
      if (kinds.some((kind) => kind === undefined)) return undefined;
      return [{ action, resources: ids.map((id, i) => at(`${kinds[i]}/${id}`)), context: asked(input, "Tag") }];
    }
    case "ec2:CreateNetworkInterface":
      return creation(action, input, at);
  }
  return undefined;
}

function creation(action: string, input: Input, at: (resource: string) => string): Need[] {
  const groups = values(input, /^SecurityGroupId\.\d+$/);
  const tags = asked(input, String.raw`TagSpecification\.\d+\.Tag`);
  const made = at("network-interface/*");
  const marking = { action: "ec2:CreateTags", resources: [made] };
  return [
    { action, resources: [made], context: tags },
    { action, resources: [at(`subnet/${String(input.SubnetId)}`)] },
    // Without one it is the VPC's default, which may be any.
    { action, resources: (groups.length > 0 ? groups : ["*"]).map((id) => at(`security-group/${id}`)) },
    ...(tags["aws:TagKeys"]
      ? [{ ...marking, context: { ...tags, "ec2:CreateAction": "CreateNetworkInterface" } }]
      : []),
  ];
}

/** The values of a form's fields whose names match, in their order. */
const values = (input: Input, name: RegExp): string[] =>
  Object.entries(input).flatMap(([field, value]) => (name.test(field) ? [String(value)] : []));

/** What a request says of tags that it gives. @param path of a tag, without its number */
function asked(input: Input, path: string): NonNullable<Need["context"]> {
  const fields = Object.keys(input).filter((field) => new RegExp(String.raw`^${path}\.\d+\.Key$`).test(field));
  const tags = fields.map((field) => [String(input[field]), String(input[field.replace(/Key$/, "Value")] ?? "")]);
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    "aws:TagKeys": tags.length > 0 ? tags.map(([key]) => key) : undefined,
  };
}

/** What of a resource conditions go by. */
interface Facts {
  Tags?: Tag[];
  TagSet?: Tag[];
  VpcId?: string;
  SubnetId?: string;
  AvailabilityZone?: string;
}

/** EC2's resources as moto has them. They are not kept: what is asked about them mostly changes them. */
export class Ec2 {
  private readonly client: EC2Client;

  constructor(
    motoUrl: string,
    private readonly place: Place,
  ) {
    this.client = new EC2Client(motoClient(motoUrl, place.region));
  }

  /** The needs, each resource of EC2 by itself, with what conditions may ask of it. */
  async needs(needs: Need[]): Promise<Need[]> {
    const parted = needs.flatMap((need) =>
      need.action.startsWith("ec2:") ? need.resources.map((it) => ({ ...need, resources: [it] })) : [need],
    );
    return Promise.all(parted.map((need) => this.whole(need)));
  }

  close(): void {
    this.client.destroy();
  }

  private async whole(need: Need): Promise<Need> {
    if (!need.action.startsWith("ec2:")) return need;
    const [, kind, id] = /:([\w-]+)\/([\w-]+)$/.exec(need.resources[0]) ?? [];
    const facts = id === undefined ? {} : this.keys(kind, id, await this.facts(kind, id));
    return { ...need, context: { ...facts, "ec2:Region": this.place.region, ...need.context } };
  }

  private keys(kind: string, id: string, facts: Facts = {}): Need["context"] {
    const at = (what: string, id?: string) => id && arn("ec2", this.place, `${what}/${id}`);
    const tags = (facts.Tags ?? facts.TagSet ?? []).flatMap(({ Key, Value = "" }) => [
      [`aws:ResourceTag/${Key}`, Value],
      [`ec2:ResourceTag/${Key}`, Value],
    ]);
    const ownId = { subnet: "SubnetID", "security-group": "SecurityGroupID", vpc: "VpcID" }[kind];
    return {
      ...(Object.fromEntries(tags) as Record<string, string>),
      [`ec2:${ownId ?? "NetworkInterfaceID"}`]: id,
      "ec2:Vpc": kind === "vpc" ? undefined : at("vpc", facts.VpcId),
      "ec2:Subnet": kind === "subnet" ? undefined : at("subnet", facts.SubnetId),
      "ec2:AvailabilityZone": facts.AvailabilityZone,
    };
  }

  /** Undefined when there is none. */
  private async facts(kind: string, id: string): Promise<Facts | undefined> {
    const having = (Name: string) => ({ Filters: [{ Name, Values: [id] }] });
    switch (kind) {
      case "subnet":
        return (await this.client.send(new DescribeSubnetsCommand(having("subnet-id")))).Subnets?.[0];
      case "security-group":
        return (await this.client.send(new DescribeSecurityGroupsCommand(having("group-id")))).SecurityGroups?.[0];
      case "vpc":
        return (await this.client.send(new DescribeVpcsCommand(having("vpc-id")))).Vpcs?.[0];
      default: {
        const command = new DescribeNetworkInterfacesCommand(having("network-interface-id"));
        return (await this.client.send(command)).NetworkInterfaces?.[0];
      }
    }
  }
}
