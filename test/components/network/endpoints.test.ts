import { strict as assert } from "node:assert";
import {
  EndpointService,
  InterfaceEndpoints,
  type InterfaceEndpointsArgs,
  S3GatewayEndpoint,
  type S3GatewayEndpointArgs,
} from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const tags = { team: "shop" };

describe("S3GatewayEndpoint", () => {
  const args: S3GatewayEndpointArgs = { vpcId: "vpc-1", routeTableIds: ["rtb-1", "rtb-2"] };
  const inputs = async (changed: Partial<S3GatewayEndpointArgs> = {}) =>
    (await deploy(() => new S3GatewayEndpoint("shop", { ...args, ...changed }))).one(endpoint).inputs;

  itIsAComponent({
    make: (opts) => new S3GatewayEndpoint("shop", args, opts),
    type: "s3-to-redshift:network:S3GatewayEndpoint",
    children: [[endpoint, "shop-endpoint"]],
    outputs: ({ prefixListId }) => ({ prefixListId }),
  });

  it("brings S3 to the route tables, under AWS's own policy", async () => {
    assert.deepEqual(await inputs({ tags }), {
      vpcId: "vpc-1",
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-west-1.s3",
      routeTableIds: ["rtb-1", "rtb-2"],
      tags,
    });
  });

  it("has the policy that it is given", async () => {
    assert.equal((await inputs({ policy: '{"Version":"2012-10-17"}' })).policy, '{"Version":"2012-10-17"}');
  });
});

describe("InterfaceEndpoints", () => {
  const args: InterfaceEndpointsArgs = {
    vpcId: "vpc-1",
    subnetIds: ["subnet-1a", "subnet-1b"],
    securityGroupId: "sg-endpoints",
  };
  const services = async (changed: Partial<InterfaceEndpointsArgs> = {}) => {
    const { resources } = await deploy(() => new InterfaceEndpoints("shop", { ...args, ...changed }));
    return resources.filter(({ type }) => type === endpoint).map(({ name, inputs }) => [name, inputs]);
  };
  const ofJob = ["glue", "kms", "logs", "monitoring", "redshift-data", "sts"];

  itIsAComponent({
    make: (opts) => new InterfaceEndpoints("shop", args, opts),
    type: "s3-to-redshift:network:InterfaceEndpoints",
    children: ofJob.map((service) => [endpoint, `shop-${service}`]),
    outputs: () => ({}),
  });

  it("makes the endpoints of what the job calls, with private DNS, in all subnets", async () => {
    const found = Object.fromEntries(await services({ tags }));
    assert.deepEqual(
      Object.keys(found).sort(),
      ofJob.map((service) => `shop-${service}`),
    );
    for (const service of ofJob) {
      assert.deepEqual(found[`shop-${service}`], {
        vpcId: "vpc-1",
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.eu-west-1.${service}`,
        subnetIds: ["subnet-1a", "subnet-1b"],
        securityGroupIds: ["sg-endpoints"],
        privateDnsEnabled: true,
        tags,
      });
    }
  });

  it("makes those that it is told to, and none", async () => {
    const names = async (list: EndpointService[]) => (await services({ services: list })).map(([name]) => name);
    assert.deepEqual(await names([EndpointService.SecretsManager, EndpointService.RedshiftServerless]), [
      "shop-secretsmanager",
      "shop-redshift-serverless",
    ]);
    assert.deepEqual(await names([]), []);
  });

  itRefuses([
    [
      "a service that the pipeline does not call",
      () => new InterfaceEndpoints("shop", { ...args, services: ["s3" as EndpointService] }),
      /^services\[0\]: expected "redshift-data" or .*, got "s3"$/,
    ],
    [
      "a service twice",
      () => new InterfaceEndpoints("shop", { ...args, services: [EndpointService.Kms, EndpointService.Kms] }),
      /^services\[1\]: expected each service once, got "kms"$/,
    ],
  ]);
});
