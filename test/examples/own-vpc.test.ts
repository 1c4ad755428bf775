import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { deployExample, itPassesThePolicyPacks } from "../support/example";
import { type Deployment, place, valueOf } from "../support/harness";

const EXAMPLE = "own-vpc";

/** What awsx makes of the arguments. */
const VPC = {
  vpcId: "vpc-0a1b2c3d",
  isolatedSubnetIds: ["subnet-0a", "subnet-0b"],
  routeTables: [{ id: "rtb-0a" }, { id: "rtb-0b" }],
};
const options = { prepare: answerForAwsx };

type Exported = Record<"sourceBucket" | "cluster", pulumi.Output<string>>;

describe("examples/own-vpc", () => {
  let made: Deployment<Exported>;
  const inputsOf = (type: string, name?: string) => made.one(type, name).inputs;
  before(async () => {
    made = await deployExample<Exported>(EXAMPLE, options);
  });

  itPassesThePolicyPacks(EXAMPLE, options);

  it("makes a VPC of isolated subnets without a NAT gateway", () => {
    const { natGateways, subnetSpecs, numberOfAvailabilityZones, enableDnsSupport, enableDnsHostnames } =
      inputsOf("awsx:ec2:Vpc");
    assert.deepEqual(natGateways, { strategy: "None" });
    assert.deepEqual(subnetSpecs, [{ name: "pipeline", type: "Isolated" }]);
    assert.equal(numberOfAvailabilityZones, VPC.isolatedSubnetIds.length);
    assert.deepEqual([enableDnsSupport, enableDnsHostnames], [true, true]);
  });

  it("reaches what it calls by endpoints in all of its subnets", () => {
    const endpoints = made.resources
      .filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint")
      .map(({ inputs }) => inputs);
    const [gateway, ...others] = endpoints.filter(({ vpcEndpointType }) => vpcEndpointType === "Gateway");
    assert.deepEqual(others, []);
    assert.deepEqual(
      gateway.routeTableIds,
      VPC.routeTables.map(({ id }) => id),
    );
    const interfaces = endpoints.filter(({ vpcEndpointType }) => vpcEndpointType === "Interface");
    assert.deepEqual(interfaces.map(({ serviceName }) => serviceName.split(`${place.region}.`)[1]).sort(), [
      "glue",
      "kms",
      "logs",
      "monitoring",
      "redshift-data",
      "sts",
    ]);
    for (const { subnetIds } of interfaces) assert.deepEqual(subnetIds, VPC.isolatedSubnetIds);
  });

  it("puts crawler, jobs and cluster into it", () => {
    const connections = made.resources.filter(({ type }) => type === "aws:glue/connection:Connection");
    assert.deepEqual(
      connections.map(({ inputs }) => inputs.physicalConnectionRequirements.subnetId).sort(),
      VPC.isolatedSubnetIds,
    );
    const names = connections.map(({ inputs }) => inputs.name).sort();
    assert.deepEqual(inputsOf("aws:glue/job:Job").connections, names);
    assert.deepEqual(inputsOf("aws:redshift/subnetGroup:SubnetGroup").subnetIds, VPC.isolatedSubnetIds);
    const { enhancedVpcRouting, publiclyAccessible } = inputsOf("aws:redshift/cluster:Cluster");
    assert.deepEqual([enhancedVpcRouting, publiclyAccessible], [true, false]);
  });

  it("has a cluster of its own, which is not deleted by a slip, and a key that encrypts it", async () => {
    const { inputs, protect } = made.one("aws:redshift/cluster:Cluster");
    assert.deepEqual([inputs.nodeType, inputs.numberOfNodes, protect], ["ra3.large", 2, true]);
    assert.match(inputs.kmsKeyId, /^arn:.*shop-key/);
    assert.equal(made.one("aws:kms/key:Key").protect, true);
    assert.equal(await valueOf(made.result.cluster), inputs.clusterIdentifier);
    assert.ok(!made.resources.some(({ type }) => type.startsWith("aws:redshiftserverless/")));
  });
});

/** Lets the mocked engine tell of the VPC what awsx's plugin, a component of its own, would. */
function answerForAwsx(): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const { registerResource } = monitor;
  monitor.registerResource = (request, done) =>
    registerResource.call(monitor, request, (error, response) => {
      if (request.getType() === "awsx:ec2:Vpc") response?.setObject(Struct.fromJavaScript(VPC));
      done(error, response);
    });
}

interface Monitor {
  registerResource(
    request: { getType(): string },
    done: (error: unknown, response?: { setObject(state: Struct): void }) => void,
  ): void;
}
