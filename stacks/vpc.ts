import * as ec2 from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { NetworkArgs } from "../components";
import { matching, strict } from "../components/validation";

/** The key `s3-to-redshift:pipeline.vpc` of a stack's configuration. */
export const vpcSchema = strict({
  cidrBlock: matching(/^\d+\.\d+\.\d+\.\d+\/\d+$/, "a range of IPv4 addresses such as 10.0.0.0/16").optional(),
  zones: z.int().min(2).max(6).optional(),
});

/**
 * A VPC of the stack's own, with one subnet in each zone and no way to the internet: what crawler, job and warehouse call is
 * reached by endpoints, so no NAT gateway is paid for.
 */
export function ownVpc(
  name: string,
  { cidrBlock = "10.0.0.0/16", zones = 3 }: z.infer<typeof vpcSchema>,
  tags: Record<string, pulumi.Input<string>> = {},
): NetworkArgs {
  const vpc = new ec2.Vpc(name, {
    cidrBlock,
    numberOfAvailabilityZones: zones,
    natGateways: { strategy: ec2.NatGatewayStrategy.None },
    subnetStrategy: ec2.SubnetAllocationStrategy.Auto,
    subnetSpecs: [{ type: ec2.SubnetType.Isolated, name: "pipeline" }],
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags,
  });
  return {
    vpcId: vpc.vpcId,
    subnetIds: Array.from({ length: zones }, (_, i) => vpc.isolatedSubnetIds.apply((ids) => ids[i])),
    minimumZones: zones,
    routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
  };
}
