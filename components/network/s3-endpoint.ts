import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { awsPlace } from "../aws-place";

/** Arguments of {@link S3GatewayEndpoint}. */
export interface S3GatewayEndpointArgs {
  /** VPC in which it is. */
  vpcId: pulumi.Input<string>;

  /** Route tables of the subnets that reach S3 through it. A route table takes one S3 endpoint. */
  routeTableIds: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Policy of the endpoint, as JSON. It limits whatever goes through it: what Glue and all else in those subnets do with S3.
   * @default AWS's own, which limits nothing
   */
  policy?: pulumi.Input<string>;

  /**
   * Tags of the endpoint.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A gateway endpoint of S3, by which subnets reach it without a way to the internet. It costs nothing.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export class S3GatewayEndpoint extends pulumi.ComponentResource {
  /** Id of the list of S3's addresses, for rules of security groups. */
  readonly prefixListId: pulumi.Output<string>;

  /** @param name the _unique_ name of the component */
  constructor(name: string, args: S3GatewayEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:network:S3GatewayEndpoint", name, args, opts);
    this.prefixListId = new ec2.VpcEndpoint(
      `${name}-endpoint`,
      {
        vpcId: args.vpcId,
        vpcEndpointType: "Gateway",
        serviceName: awsPlace(this).apply(s3ServiceName),
        routeTableIds: args.routeTableIds,
        policy: args.policy,
        tags: args.tags,
      },
      { parent: this },
    ).prefixListId;
    this.registerOutputs({ prefixListId: this.prefixListId });
  }
}

/** S3 as endpoints and lists of addresses name it. */
export const s3ServiceName = ({ region }: { region: string }) => `com.amazonaws.${region}.s3`;
