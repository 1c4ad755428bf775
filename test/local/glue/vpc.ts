import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  type EC2Client,
  ModifyVpcAttributeCommand,
  type NetworkInterface,
  RevokeSecurityGroupEgressCommand,
} from "@aws-sdk/client-ec2";
import { uniqueName } from "../../support/local-aws";

/** By which roles know the security group. */
export const groupTag = { key: "s3-to-redshift:glue-network", value: "runs" };

export interface TestVpc {
  vpcId: string;
  /** In us-east-1a, with a way to S3. */
  subnetId: string;
  /** In us-east-1b, with a way to S3. */
  otherSubnetId: string;
  /** Bears the tag and lets in itself. */
  groupId: string;
  /** The same without the tag. */
  untaggedGroupId: string;
}

/** A VPC as Glue's runs need it. */
export async function makeVpc(ec2: EC2Client): Promise<TestVpc> {
  const vpcId = await makeEmptyVpc(ec2);
  const [subnetId, otherSubnetId] = [
    await makeSubnet(ec2, vpcId, "us-east-1a", "10.0.1.0/24"),
    await makeSubnet(ec2, vpcId, "us-east-1b", "10.0.2.0/24"),
  ];
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters: [filter("vpc-id", vpcId)] }));
  await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: vpcId,
      VpcEndpointType: "Gateway",
      ServiceName: "com.amazonaws.us-east-1.s3",
      RouteTableIds: RouteTables!.map(({ RouteTableId }) => RouteTableId!),
    }),
  );
  const groupId = await makeGroup(ec2, vpcId, [{ Key: groupTag.key, Value: groupTag.value }]);
  return { vpcId, subnetId, otherSubnetId, groupId, untaggedGroupId: await makeGroup(ec2, vpcId) };
}

/** A VPC with DNS hostnames, and with no way out. */
export async function makeEmptyVpc(ec2: EC2Client): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = Vpc!.VpcId!;
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  return VpcId;
}

export async function makeSubnet(
  ec2: EC2Client,
  VpcId: string,
  AvailabilityZone: string,
  CidrBlock: string,
): Promise<string> {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, AvailabilityZone, CidrBlock }));
  return Subnet!.SubnetId!;
}

/** As the components make one: nothing is let out but what is told. @param ports that are open between its own members */
export async function makeGroup(
  ec2: EC2Client,
  VpcId: string,
  Tags: { Key: string; Value: string }[] = [],
  ports: [number, number] = [0, 65535],
): Promise<string> {
  const GroupName = uniqueName("group");
  const TagSpecifications = Tags.length > 0 ? [{ ResourceType: "security-group" as const, Tags }] : undefined;
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName, Description: "Glue runs", TagSpecifications }),
  );
  const itself = { IpProtocol: "tcp", FromPort: ports[0], ToPort: ports[1], UserIdGroupPairs: [{ GroupId }] };
  const everywhere = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everywhere] }));
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [itself] }));
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [itself] }));
  return GroupId!;
}

export async function interfacesIn(ec2: EC2Client, subnetId: string): Promise<NetworkInterface[]> {
  const command = new DescribeNetworkInterfacesCommand({ Filters: [filter("subnet-id", subnetId)] });
  return (await ec2.send(command)).NetworkInterfaces ?? [];
}

const filter = (Name: string, value: string) => ({ Name, Values: [value] });
