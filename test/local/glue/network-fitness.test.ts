import {
  AssociateRouteTableCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import type { PhysicalConnectionRequirements } from "@aws-sdk/client-glue";
import { strict as assert } from "node:assert";
import { makeRole } from "../../support/local-aws";
import { NetworkRuns } from "./network-runs";
import { interfacesIn, makeEmptyVpc, makeGroup, makeSubnet } from "./vpc";

describe("a Glue connection", function () {
  this.timeout(120_000);
  let runs: NetworkRuns;
  let all: string;
  before(async () => {
    runs = await NetworkRuns.start({ plain: "print('here')" });
    all = await makeRole(runs.clients.iam);
  });

  const succeeded = { status: "SUCCEEDED", error: "" };
  const failed = (error: string) => ({ status: "FAILED", error });
  /** With a role that may do all. */
  const crawl = async (requirements: PhysicalConnectionRequirements) =>
    runs.crawl(await runs.connect(requirements), all);
  const unseen = (id: string, zone: string) => `VPC Id not found for subnet ${id} and availability zone ${zone}`;
  const noWay = (id: string, vpcId: string) =>
    `VPC S3 endpoint validation failed for SubnetId: ${id}. VPC: ${vpcId}. ` +
    `Reason: Could not find S3 endpoint or NAT gateway for subnetId: ${id} in Vpc ${vpcId}`;

  it("that is not there fails a crawl and a run", async () => {
    const error = failed("Unable to retrieve connection none: Connection none not found.");
    assert.deepEqual(await runs.crawl("none", all), error);
    assert.deepEqual(await runs.run("plain", [runs.connection, "none"], { Role: all }), error);
  });

  it("into a subnet that is not there, or not in its zone, fails", async () => {
    const lacking = "Failed to call ec2:DescribeSubnets: The subnet ID 'subnet-none' does not exist";
    const error = failed(`${lacking} ${unseen("subnet-none", "us-east-1a")}`);
    assert.deepEqual(await crawl({ SubnetId: "subnet-none" }), error);
    assert.deepEqual(await runs.run("plain", [await runs.connect({ SubnetId: "subnet-none" })], { Role: all }), error);
    const { subnetId } = runs.vpc;
    assert.deepEqual(await crawl({ AvailabilityZone: "us-east-1c" }), failed(unseen(subnetId, "us-east-1c")));
  });

  it("with a security group that is not there, or in another VPC, fails", async () => {
    const lacking = await crawl({ SecurityGroupIdList: ["sg-none"] });
    assert.equal(lacking.status, "FAILED");
    assert.match(
      lacking.error,
      /^Failed to call ec2:DescribeSecurityGroups: The security group .*sg-none.* does not exist$/,
    );
    const vpcId = await makeEmptyVpc(runs.ec2);
    const foreign = await makeGroup(runs.ec2, vpcId);
    assert.deepEqual(
      await crawl({ SecurityGroupIdList: [foreign] }),
      failed(
        "You have specified two resources that belong to different networks: " +
          `${foreign} is in ${vpcId}, the subnet in ${runs.vpc.vpcId}`,
      ),
    );
  });

  it("whose security groups do not let in each other on all ports fails", async () => {
    const closed = await makeGroup(runs.ec2, runs.vpc.vpcId, [], [443, 443]);
    const lacking = (gress: string, bound: string) =>
      `At least one security group must open all ${gress} ports.To limit traffic, the source security group in your ${bound} rule ` +
      "can be restricted to the same security group";
    const error = failed(`${lacking("ingress", "inbound")} ${lacking("egress", "outbound")}`);
    assert.deepEqual(await crawl({ SecurityGroupIdList: [closed] }), error);
    assert.deepEqual(await crawl({ SecurityGroupIdList: [closed, runs.vpc.untaggedGroupId] }), succeeded);
  });

  it("into a VPC without names of hosts fails", async () => {
    const VpcId = await makeEmptyVpc(runs.ec2);
    await runs.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: false } }));
    const id = await makeSubnet(runs.ec2, VpcId, "us-east-1a", "10.0.1.0/24");
    const hosts = `No private DNS for network interface found: enableDnsHostnames of ${VpcId} must be true`;
    const groups = [await makeGroup(runs.ec2, VpcId)];
    // All that is wrong is told.
    assert.deepEqual(
      await crawl({ SubnetId: id, SecurityGroupIdList: groups }),
      failed(`${hosts} ${noWay(id, VpcId)}`),
    );
  });

  it("into a subnet fails whose own route table has no way to S3, until it has a NAT gateway", async () => {
    const { ec2, vpc } = runs;
    const SubnetId = await makeSubnet(ec2, vpc.vpcId, "us-east-1a", "10.0.3.0/24");
    assert.deepEqual(await crawl({ SubnetId }), succeeded);
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpc.vpcId }));
    const { RouteTableId } = RouteTable!;
    await ec2.send(new AssociateRouteTableCommand({ SubnetId, RouteTableId }));
    assert.deepEqual(await crawl({ SubnetId }), failed(noWay(SubnetId, vpc.vpcId)));
    const nat = new CreateNatGatewayCommand({ SubnetId: vpc.subnetId, ConnectivityType: "private" });
    const { NatGatewayId } = (await ec2.send(nat)).NatGateway!;
    await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", NatGatewayId }));
    assert.deepEqual(await crawl({ SubnetId }), succeeded);
  });

  it("into a subnet without an address for each worker fails", async () => {
    const { ec2, vpc } = runs;
    const SubnetId = await makeSubnet(ec2, vpc.vpcId, "us-east-1a", "10.0.4.0/28");
    const connection = await runs.connect({ SubnetId });
    const run = (NumberOfWorkers: number) => runs.run("plain", [connection], { Role: all, NumberOfWorkers });
    const why = `${SubnetId} has 11, the run takes 12`;
    assert.deepEqual(
      await run(12),
      failed(`The specified subnet does not have enough free addresses to satisfy the request: ${why}`),
    );
    assert.deepEqual(await run(11), succeeded);
    assert.deepEqual(await interfacesIn(ec2, SubnetId), []);
    for (let i = 0; i < 11; i++) await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
    assert.deepEqual(await run(2), failed(`Number of IP addresses on subnet is 0: ${SubnetId}`));
  });

  it("that is not fit gives way to the next", async () => {
    const unfit = [
      await runs.connect({ SubnetId: "subnet-none" }),
      await runs.connect({ AvailabilityZone: "us-east-1c" }),
    ];
    const since = new Date();
    assert.deepEqual(await runs.run("plain", [...unfit, runs.connection], { Role: all }), succeeded);
    const made = runs.ec2Calls(since).filter(({ action }) => action === "CreateNetworkInterface");
    const subnet = `arn:aws:ec2:us-east-1:123456789012:subnet/${runs.vpc.subnetId}`;
    assert.deepEqual(
      made.map(({ checked = [] }) => checked[1].resource),
      [subnet, subnet],
    );
    const { error } = await runs.run("plain", unfit, { Role: all });
    assert.match(error, /subnet-none and availability zone us-east-1a VPC Id not found for subnet .* us-east-1c$/);
  });

  it("into another subnet, or with another security group, is refused to the pipeline's roles", async () => {
    const { subnetId, otherSubnetId, untaggedGroupId } = runs.vpc;
    const subnet = await runs.connect({ SubnetId: otherSubnetId, AvailabilityZone: "us-east-1b" });
    const group = await runs.connect({ SecurityGroupIdList: [untaggedGroupId] });
    for (const duty of ["crawler", "job"] as const) {
      await runs.putStatements(duty, runs.statements(duty, runs.networkStatements(subnet, group)));
    }
    for (const [connection, resource] of [
      [subnet, `subnet/${otherSubnetId}`],
      [group, `security-group/${untaggedGroupId}`],
    ]) {
      const refused = new RegExp(
        "^Failed to call ec2:CreateNetworkInterface: You are not authorized to perform this operation. " +
          `User: .* is not authorized to perform: ec2:CreateNetworkInterface on resource: arn:aws:ec2:.*:${resource} because`,
      );
      for (const ended of [await runs.crawl(connection), await runs.run("plain", [connection])]) {
        assert.equal(ended.status, "FAILED");
        assert.match(ended.error, refused);
      }
    }
    assert.deepEqual(
      [await interfacesIn(runs.ec2, subnetId), await interfacesIn(runs.ec2, otherSubnetId)].flat().length,
      1, // of the NAT gateway
    );
  });
});
