import * as ec2 from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { NodeType, S3ToRedshiftPipeline } from "s3-to-redshift";

const zones = 2;

// No way to the internet, so no NAT gateway is paid for: what the pipeline calls is reached by endpoints.
const vpc = new ec2.Vpc("shop", {
  cidrBlock: "10.30.0.0/16",
  numberOfAvailabilityZones: zones,
  natGateways: { strategy: ec2.NatGatewayStrategy.None },
  subnetStrategy: ec2.SubnetAllocationStrategy.Auto,
  subnetSpecs: [{ type: ec2.SubnetType.Isolated, name: "pipeline" }],
  enableDnsSupport: true,
  enableDnsHostnames: true,
});

const pipeline = new S3ToRedshiftPipeline("shop", {
  source: { prefix: "shop/" },
  datasets: [
    {
      name: "orders",
      path: "orders/",
      format: "parquet",
      load: { mode: "append" },
      target: { schema: "shop", table: "orders" },
    },
  ],
  network: {
    vpcId: vpc.vpcId,
    subnetIds: Array.from({ length: zones }, (_, i) => vpc.isolatedSubnetIds.apply((ids) => ids[i])),
    routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
  },
  warehouse: { cluster: { nodeType: NodeType.Ra3Large, numberOfNodes: 2, maintenanceWindow: "sun:03:00-sun:04:00" } },
  schedule: { cron: "cron(0 5 * * ? *)" },
  monitoring: {},
  createKmsKey: true,
  protectData: true,
});

export const sourceBucket = pipeline.sourceBucketName;
export const cluster = pipeline.clusterIdentifier;
