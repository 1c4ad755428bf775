import * as ec2 from "@pulumi/aws/ec2";
import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument, matching } from "../validation";

/** Arguments of {@link GlueNetworkConnection}. */
export interface GlueNetworkConnectionArgs {
  /** Physical name of the connection, 1 to 255 letters, digits, `-` and `_`. */
  connectionName: string;

  /** Subnet into which it leads, with an address for each worker of a run, and a way to S3. */
  subnetId: pulumi.Input<string>;

  /** Security group of the runs; it must let in itself on all TCP ports. */
  securityGroupId: pulumi.Input<string>;

  /**
   * Tags of the connection.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A Glue connection of type NETWORK: crawlers and jobs with it run in a subnet of a VPC.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/start-connecting.html
 */
export class GlueNetworkConnection extends pulumi.ComponentResource {
  /** Name of the connection. */
  readonly connectionName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `connectionName` is none that Glue takes
   */
  constructor(name: string, args: GlueNetworkConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:network:GlueNetworkConnection", name, args, opts);
    this.connectionName = new glue.Connection(
      `${name}-connection`,
      {
        name: checkArgument(connectionNameSchema, args.connectionName, "connectionName"),
        description: "Brings Glue into a subnet",
        connectionType: "NETWORK",
        physicalConnectionRequirements: {
          subnetId: args.subnetId,
          availabilityZone: ec2.getSubnetOutput({ id: args.subnetId }, { parent: this }).availabilityZone,
          securityGroupIdLists: [args.securityGroupId],
        },
        tags: args.tags,
      },
      { parent: this },
    ).name;
    this.registerOutputs({ connectionName: this.connectionName });
  }
}

const connectionNameSchema = matching(/^[\w-]{1,255}$/, "1 to 255 letters, digits, - and _");
