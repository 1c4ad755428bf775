import { strict as assert } from "node:assert";
import * as ec2 from "@pulumi/aws/ec2";
import * as glue from "@pulumi/aws/glue";
import { EndpointService, PipelineNetwork, type PipelineNetworkArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const args: PipelineNetworkArgs = {
  namePrefix: "shop-dev",
  vpcId: "vpc-1",
  subnetIds: ["subnet-1a", "subnet-1b"],
  routeTableIds: ["rtb-1"],
};
const make = (changed: Partial<PipelineNetworkArgs> = {}) => new PipelineNetwork("shop", { ...args, ...changed });
const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const connection = "aws:glue/connection:Connection";

describe("PipelineNetwork", () => {
  itIsAComponent({
    make: (opts) => new PipelineNetwork("shop", args, opts),
    type: "s3-to-redshift:network:PipelineNetwork",
    children: [
      ["s3-to-redshift:network:InterfaceEndpoints", "shop-endpoints"],
      ["s3-to-redshift:network:GlueNetworkConnection", "shop-glue-0"],
      ["s3-to-redshift:network:GlueNetworkConnection", "shop-glue-1"],
      ["s3-to-redshift:network:PipelineSecurityGroups", "shop-groups"],
      ["s3-to-redshift:network:S3GatewayEndpoint", "shop-s3"],
    ],
    outputs: ({ vpcId, subnetIds, warehouseSecurityGroupId, glueSecurityGroupId, connectionNames, glueNetwork }) => ({
      ...{ vpcId, subnetIds, warehouseSecurityGroupId, glueSecurityGroupId, connectionNames, glueNetwork },
    }),
  });

  it("leads into each subnet by a connection with Glue's security group", async () => {
    const { resources } = await deploy(() => make());
    const found = resources.filter(({ type }) => type === connection).map(({ inputs }) => inputs);
    assert.deepEqual(
      found.map(({ name, physicalConnectionRequirements }) => [name, physicalConnectionRequirements]),
      ["a", "b"].map((zone, i) => [
        `shop-dev-network-${i}`,
        {
          subnetId: `subnet-1${zone}`,
          availabilityZone: `eu-west-1${zone}`,
          securityGroupIdLists: ["shop-groups-glue-id"],
        },
      ]),
    );
  });

  it("takes S3's addresses from the endpoint that it makes, else from AWS's list of them", async () => {
    const rule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
    const own = await deploy(() => make());
    assert.equal(own.one(rule, "shop-groups-glue-to-s3").inputs.prefixListId, "shop-s3-endpoint-prefix-list");
    const existing = await deploy(() => make({ routeTableIds: undefined }));
    assert.equal(existing.one(rule, "shop-groups-glue-to-s3").inputs.prefixListId, "pl-of-com.amazonaws.eu-west-1.s3");
    assert.ok(existing.resources.every(({ inputs }) => inputs.vpcEndpointType !== "Gateway"));
  });

  it("makes the endpoints that it is told to, behind the endpoints' security group", async () => {
    const { resources } = await deploy(() => make({ endpoints: [EndpointService.Glue], s3EndpointPolicy: "{}" }));
    const [gateway, glueEndpoint, ...others] = resources
      .filter(({ type }) => type === endpoint)
      .sort((a, b) => (a.inputs.vpcEndpointType < b.inputs.vpcEndpointType ? -1 : 1))
      .map(({ inputs }) => inputs);
    assert.deepEqual([gateway.routeTableIds, gateway.policy], [["rtb-1"], "{}"]);
    assert.deepEqual(glueEndpoint.securityGroupIds, ["shop-groups-endpoints-id"]);
    assert.deepEqual(glueEndpoint.subnetIds, ["subnet-1a", "subnet-1b"]);
    assert.deepEqual(others, []);
  });

  it("hands its options on to the security groups, and its tags to all", async () => {
    const { resources } = await deploy(() =>
      make({ jdbcPort: 5439, httpsCidrBlocks: ["10.0.0.0/8"], tags: { team: "shop" } }),
    );
    const names = resources.map(({ name }) => name);
    assert.ok(names.includes("shop-groups-glue-to-warehouse") && names.includes("shop-groups-glue-to-https-0"));
    for (const { name, inputs } of resources.filter(({ type }) => type.startsWith("aws:"))) {
      assert.equal(inputs.tags?.team, "shop", name);
    }
  });

  it("tells roles at preview what they may reach, though its security groups have no ids yet", async () => {
    const { result } = await deploy(() => make(), { preview: true });
    assert.deepEqual(await valueOf(result.glueNetwork), {
      vpcId: "vpc-1",
      subnetIds: ["subnet-1a", "subnet-1b"],
      securityGroupTag: { key: "s3-to-redshift:glue-network", value: "shop-dev" },
      connectionNames: ["shop-dev-network-0", "shop-dev-network-1"],
    });
    assert.deepEqual(await valueOf(result.connectionNames), ["shop-dev-network-0", "shop-dev-network-1"]);
    assert.equal(await valueOf(result.warehouseSecurityGroupId), undefined);
  });

  it("lets a job wait until all is there that it passes through", async () => {
    const { one } = await deploy(
      () =>
        new glue.Job("load", {
          roleArn: "arn",
          command: { scriptLocation: "s3://a/b" },
          connections: make().connectionNames,
        }),
    );
    const { dependencies } = one("aws:glue/job:Job");
    for (const name of [
      "shop-glue-1-connection",
      "shop-endpoints-kms",
      "shop-s3-endpoint",
      "shop-groups-endpoints-from-glue",
    ]) {
      assert.ok(
        dependencies.some((urn) => urn.endsWith(`::${name}`)),
        name,
      );
    }
  });

  it("takes a VPC that is yet to be made", async () => {
    const inOwn = () => {
      const subnet = (name: string) => new ec2.Subnet(name, { vpcId: "vpc-1" }).id;
      return make({ vpcId: new ec2.Vpc("own", {}).id, subnetIds: [subnet("one"), subnet("two")] });
    };
    const { resources } = await deploy(inOwn, { preview: true });
    assert.equal(resources.filter(({ type }) => type === connection).length, 2);
  });

  itRefuses([
    ["too few zones", () => make({ subnetIds: ["subnet-1a"] }), /^subnetIds: expected at least 2 subnets, each in/],
    ["too few for Serverless", () => make({ minimumZones: 3 }), /^subnetIds: expected at least 3 subnets, each in/],
    ["one zone", () => make({ minimumZones: 1 }), /^minimumZones: expected at least 2, got 1$/],
    ["what is no VPC", () => make({ vpcId: "subnet-1" }), /^vpcId: expected the id of a VPC.*, got "subnet-1"$/],
    [
      "a policy without the endpoint that would have it",
      () => make({ routeTableIds: undefined, s3EndpointPolicy: "{}" }),
      /^s3EndpointPolicy: expected routeTableIds too: without them no S3 endpoint is made$/,
    ],
    [
      "two subnets of one zone",
      () => make({ subnetIds: ["subnet-1a", "subnet-2a"] }),
      /^subnetIds\[1\]: expected a subnet in another zone than subnetIds\[0\]/,
    ],
  ]);
});
