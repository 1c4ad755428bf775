import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
  type IpPermission,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
} from "@aws-sdk/client-ec2";
import type { Connection } from "@aws-sdk/client-glue";
import type { NetworkInput } from "./network";
import { called, isRefusal } from "./refusal";

/**
 * The subnet of a connection that a run can take.
 *
 * @throws Error that tells all that is wrong with it, in AWS's words as far as they are known
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-troubleshooting-errors.html
 */
export async function fitSubnet(
  { PhysicalConnectionRequirements = {} }: Connection,
  { clients: { ec2 }, region }: Pick<NetworkInput, "clients" | "region">,
): Promise<Subnet> {
  const { SubnetId = "", AvailabilityZone, SecurityGroupIdList = [] } = PhysicalConnectionRequirements;
  const problems: string[] = [];
  const noted = (error: Error) => void problems.push(error.message);
  const subnet = await subnetOf(ec2, SubnetId, AvailabilityZone).catch(noted);
  const groups = await groupsOf(ec2, SecurityGroupIdList).catch(noted);
  if (groups) problems.push(...problemsOfGroups(groups, subnet?.VpcId));
  if (subnet) {
    if (subnet.AvailableIpAddressCount === 0) problems.push(`Number of IP addresses on subnet is 0: ${SubnetId}`);
    await checkHostnames(ec2, subnet).catch(noted);
    await checkWayToS3(ec2, subnet, region).catch(noted);
  }
  if (!subnet || problems.length > 0) throw new Error(problems.join(" "));
  return subnet;
}

async function subnetOf(ec2: EC2Client, id: string, zone?: string): Promise<Subnet> {
  const absence = `VPC Id not found for subnet ${id} and availability zone ${zone}`;
  const asked = called("DescribeSubnets", ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] })));
  const { Subnets = [] } = await asked.catch((error: Error) => {
    throw new Error(`${error.message} ${absence}`, { cause: error });
  });
  const subnet = Subnets.find(({ AvailabilityZone }) => zone === undefined || AvailabilityZone === zone);
  if (!subnet) throw new Error(absence);
  return subnet;
}

async function groupsOf(ec2: EC2Client, GroupIds: string[]): Promise<SecurityGroup[]> {
  if (GroupIds.length === 0) return [];
  const command = new DescribeSecurityGroupsCommand({ GroupIds });
  return (await called("DescribeSecurityGroups", ec2.send(command))).SecurityGroups ?? [];
}

function problemsOfGroups(groups: SecurityGroup[], vpcId: string | undefined): string[] {
  const problems: string[] = [];
  const check = (gress: string, bound: string, rules: "IpPermissions" | "IpPermissionsEgress") => {
    if (groups.some((group) => opensAll(group[rules] ?? [], group.GroupId))) return;
    problems.push(
      `At least one security group must open all ${gress} ports.To limit traffic, the source security group in your ${bound} rule ` +
        "can be restricted to the same security group",
    );
  };
  check("ingress", "inbound", "IpPermissions");
  check("egress", "outbound", "IpPermissionsEgress");
  const foreign = groups.find((group) => vpcId !== undefined && group.VpcId !== vpcId);
  if (foreign) {
    const which = `${foreign.GroupId} is in ${foreign.VpcId}, the subnet in ${vpcId}`;
    problems.push(`You have specified two resources that belong to different networks: ${which}`);
  }
  return problems;
}

/** Whether a rule lets all TCP ports be used, by the group's own members or by everybody. */
const opensAll = (rules: IpPermission[], own: string | undefined): boolean =>
  rules.some(
    ({ IpProtocol, FromPort, ToPort, UserIdGroupPairs = [], IpRanges = [] }) =>
      (IpProtocol === "-1" || (IpProtocol === "tcp" && FromPort === 0 && ToPort === 65535)) &&
      (UserIdGroupPairs.some(({ GroupId }) => GroupId === own) ||
        IpRanges.some(({ CidrIp }) => CidrIp === "0.0.0.0/0")),
  );

/** Workers find each other by names. */
async function checkHostnames(ec2: EC2Client, { VpcId }: Subnet): Promise<void> {
  const command = new DescribeVpcAttributeCommand({ VpcId, Attribute: "enableDnsHostnames" });
  const { EnableDnsHostnames } = await called("DescribeVpcAttribute", ec2.send(command));
  if (EnableDnsHostnames?.Value) return;
  throw new Error(`No private DNS for network interface found: enableDnsHostnames of ${VpcId} must be true`);
}

/** A gateway endpoint of S3 on the subnet's route table, or a route to a NAT gateway. */
async function checkWayToS3(ec2: EC2Client, { SubnetId, VpcId }: Subnet, region: string): Promise<void> {
  const failed = (reason: string, cause?: unknown) =>
    new Error(`VPC S3 endpoint validation failed for SubnetId: ${SubnetId}. VPC: ${VpcId}. Reason: ${reason}`, {
      cause,
    });
  const unless = (refused: string) => (error: Error) => {
    throw failed(isRefusal(error) ? `${refused}. ${error.message}` : error.message, error);
  };
  const where = `subnet id: ${SubnetId} in VPC id: ${VpcId}`;
  const filter = (Name: string, value: string) => ({ Name, Values: [value] });
  const ofVpc = filter("vpc-id", VpcId ?? "");
  const ofS3 = filter("service-name", `com.amazonaws.${region}.s3`);
  const { VpcEndpoints = [] } = await ec2
    .send(new DescribeVpcEndpointsCommand({ Filters: [ofVpc, ofS3] }))
    .catch(unless(`DescribeVpcEndpoints action is unauthorized. Unable to validate VPC ID ${VpcId}`));
  const { RouteTables = [] } = await ec2
    .send(new DescribeRouteTablesCommand({ Filters: [ofVpc] }))
    .catch(unless(`DescribeRouteTables action is unauthorized. Unable to validate ${where}`));
  const table = tableOf(RouteTables, SubnetId);
  const hasEndpoint = VpcEndpoints.some(
    ({ VpcEndpointType, State, RouteTableIds = [] }) =>
      VpcEndpointType === "Gateway" &&
      State?.toLowerCase() === "available" &&
      RouteTableIds.some((id) => id === table?.RouteTableId),
  );
  const hasNat = table?.Routes?.some(({ NatGatewayId, State }) => NatGatewayId !== undefined && State === "active");
  if (!hasEndpoint && !hasNat)
    throw failed(`Could not find S3 endpoint or NAT gateway for subnetId: ${SubnetId} in Vpc ${VpcId}`);
}

/** Its own, or the VPC's main one. */
const tableOf = (tables: RouteTable[], subnetId: string | undefined): RouteTable | undefined =>
  tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnetId)) ??
  tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main));
