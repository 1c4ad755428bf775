import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { GlueNetwork } from "../access/glue-network";
import { awsPlace } from "../aws-place";
import { after } from "../ordering";
import { checkArgument, matching, wrongArgument } from "../validation";
import { checkZones } from "./check-zones";
import { GlueNetworkConnection } from "./glue-connection";
import { type EndpointService, InterfaceEndpoints } from "./interface-endpoints";
import { S3GatewayEndpoint, s3ServiceName } from "./s3-endpoint";
import { PipelineSecurityGroups } from "./security-groups";

/** The VPC of a pipeline, and what is to be made in it. */
export interface NetworkArgs {
  /** The VPC. DNS support and DNS hostnames must be on for interface endpoints. */
  vpcId: pulumi.Input<string>;

  /** Private subnets of it, each in a zone of its own. */
  subnetIds: pulumi.Input<string>[];

  /**
   * Zones that there must be at least, from 2 on. Redshift Serverless takes 3.
   * @default 2
   * @see https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-usage-considerations.html
   */
  minimumZones?: number;

  /**
   * Route tables of the subnets, which get an S3 gateway endpoint.
   * @default none: the VPC has one already
   */
  routeTableIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Policy of that endpoint, as JSON.
   * @default AWS's own, which limits nothing
   */
  s3EndpointPolicy?: pulumi.Input<string>;

  /**
   * Services that get an interface endpoint; none (`[]`) where the VPC has them or a NAT gateway.
   * @default those that the job calls: redshift-data, glue, logs, monitoring, kms, sts
   */
  endpoints?: EndpointService[];

  /**
   * Port on which Glue reaches Redshift by JDBC: 5439.
   * @default none: the pipeline loads through Redshift's Data API
   */
  jdbcPort?: number;

  /**
   * Ranges of IPv4 addresses that Glue besides reaches over HTTPS: that of a receiver of lineage events, `0.0.0.0/0` for PyPI.
   * @default none
   */
  httpsCidrBlocks?: string[];
}

/** Arguments of {@link PipelineNetwork}. */
export interface PipelineNetworkArgs extends NetworkArgs {
  /** What the names of security groups and connections begin with, 1 to 200 letters, digits and `-`. */
  namePrefix: string;

  /**
   * Tags of security groups, their rules, endpoints and connections.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * What a pipeline needs in an existing VPC, so that crawler, job and Redshift reach all that they must and nothing else, without
 * a way to the internet: security groups, endpoints, and a Glue connection into each subnet.
 */
export class PipelineNetwork extends pulumi.ComponentResource {
  /** The VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Its subnets. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** Id of the security group for Redshift. */
  readonly warehouseSecurityGroupId: pulumi.Output<string>;
  /** Id of the security group of the Glue connections, for connections of one's own into the same VPC. */
  readonly glueSecurityGroupId: pulumi.Output<string>;
  /** Names of the Glue connections, one a subnet; who takes them waits until all is there that runs pass through. */
  readonly connectionNames: pulumi.Output<string[]>;
  /** What roles must know of it, known at preview where the VPC is. */
  readonly glueNetwork: pulumi.Output<GlueNetwork>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `subnetIds` are fewer than `minimumZones` or not all different, or when `vpcId`, a service,
   * port or range is none that EC2 takes; the deployment fails with one when two subnets lie in one zone
   */
  constructor(name: string, args: PipelineNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:network:PipelineNetwork", name, args, opts);
    checkPlain(args);
    const { namePrefix, vpcId, routeTableIds, s3EndpointPolicy, jdbcPort, httpsCidrBlocks, tags } = args;
    const { subnetIds } = args;
    checkZones(subnetIds, args.minimumZones ?? 2, "subnetIds", this);
    const child = { parent: this };

    const s3Endpoint =
      routeTableIds &&
      new S3GatewayEndpoint(`${name}-s3`, { vpcId, routeTableIds, policy: s3EndpointPolicy, tags }, child);
    const s3PrefixListId =
      s3Endpoint?.prefixListId ?? ec2.getPrefixListOutput({ name: awsPlace(this).apply(s3ServiceName) }, child).id;
    const groups = new PipelineSecurityGroups(
      `${name}-groups`,
      { namePrefix, vpcId, s3PrefixListId, jdbcPort, httpsCidrBlocks, tags },
      child,
    );
    const endpoints = new InterfaceEndpoints(
      `${name}-endpoints`,
      { vpcId, subnetIds, securityGroupId: groups.endpointGroupId, services: args.endpoints, tags },
      child,
    );
    const connectionNames = subnetIds.map((_, i) => `${namePrefix}-network-${i}`);
    const connections = connectionNames.map(
      (connectionName, i) =>
        new GlueNetworkConnection(
          `${name}-glue-${i}`,
          { connectionName, subnetId: subnetIds[i], securityGroupId: groups.glueGroupId, tags },
          child,
        ),
    );

    const parts = [groups, endpoints, ...connections, ...(s3Endpoint ? [s3Endpoint] : [])];
    this.vpcId = pulumi.output(vpcId);
    this.subnetIds = pulumi.all(subnetIds);
    this.warehouseSecurityGroupId = groups.warehouseGroupId;
    this.glueSecurityGroupId = groups.glueGroupId;
    this.connectionNames = pulumi.all(connectionNames.map((it) => after(it, parts)));
    this.glueNetwork = pulumi.output({ vpcId, subnetIds, securityGroupTag: groups.glueGroupTag, connectionNames });
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      warehouseSecurityGroupId: this.warehouseSecurityGroupId,
      glueSecurityGroupId: this.glueSecurityGroupId,
      connectionNames: this.connectionNames,
      glueNetwork: this.glueNetwork,
    });
  }
}

const vpcIdSchema = matching(/^vpc-\w+$/, "the id of a VPC such as vpc-0a1b2c3d");

/** Checks what no part of the network checks. */
function checkPlain({ vpcId, minimumZones, routeTableIds, s3EndpointPolicy }: PipelineNetworkArgs): void {
  if (typeof vpcId === "string") checkArgument(vpcIdSchema, vpcId, "vpcId");
  checkArgument(z.int().min(2).optional(), minimumZones, "minimumZones");
  if (s3EndpointPolicy !== undefined && routeTableIds === undefined) {
    throw wrongArgument("s3EndpointPolicy", "expected routeTableIds too: without them no S3 endpoint is made");
  }
}
