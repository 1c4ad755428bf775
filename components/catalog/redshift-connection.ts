import * as ec2 from "@pulumi/aws/ec2";
import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument, matching } from "../validation";

/** Where in a VPC a connection leads into. */
export interface ConnectionPlaceArgs {
  /** Subnet with a way to the warehouse, to S3 and to Secrets Manager. */
  subnetId: pulumi.Input<string>;

  /** Security group that lets in itself on all TCP ports, and that the warehouse's lets in on its port. */
  securityGroupId: pulumi.Input<string>;
}

/** Arguments of {@link RedshiftConnection}. */
export interface RedshiftConnectionArgs {
  /** Physical name of the connection, 1 to 255 letters, digits, `-` and `_`. */
  connectionName: string;

  /** Address of the warehouse's endpoint, without port. */
  host: pulumi.Input<string>;

  /**
   * Port of the warehouse's endpoint.
   * @default 5439
   */
  port?: pulumi.Input<number>;

  /** Database in Redshift. */
  database: pulumi.Input<string>;

  /**
   * ARN of the secret in Secrets Manager with `username` and `password` of who connects. Whoever uses the connection needs
   * `secretsmanager:GetSecretValue` on it; nobody finds a password in the connection.
   */
  secretArn: pulumi.Input<string>;

  /**
   * Where in a VPC it leads into.
   * @default nowhere: the warehouse must be reachable from Glue's own network
   */
  place?: ConnectionPlaceArgs;

  /**
   * Tags of the connection.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

export const connectionNameSchema = matching(/^[\w-]{1,255}$/, "1 to 255 letters, digits, - and _");

/**
 * A Glue connection to Redshift by JDBC, over TLS alone and with a secret instead of a password. The load job does without: it is
 * for other jobs that read the targets by their names in the catalog, and for Glue Studio.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/connection-properties-secrets-manager.html
 */
export class RedshiftConnection extends pulumi.ComponentResource {
  /** Name of the connection. */
  readonly connectionName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `connectionName` is none that Glue takes
   */
  constructor(name: string, args: RedshiftConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:catalog:RedshiftConnection", name, args, opts);
    const { host, port = 5439, database, secretArn, place } = args;

    this.connectionName = new glue.Connection(
      `${name}-connection`,
      {
        name: checkArgument(connectionNameSchema, args.connectionName, "connectionName"),
        description: "Connects Glue with Redshift",
        connectionType: "JDBC",
        connectionProperties: {
          JDBC_CONNECTION_URL: pulumi.interpolate`jdbc:redshift://${host}:${port}/${database}`,
          JDBC_ENFORCE_SSL: "true",
          SECRET_ID: secretArn,
        },
        physicalConnectionRequirements: place && {
          subnetId: place.subnetId,
          availabilityZone: ec2.getSubnetOutput({ id: place.subnetId }, { parent: this }).availabilityZone,
          securityGroupIdLists: [place.securityGroupId],
        },
        tags: args.tags,
      },
      { parent: this },
    ).name;
    this.registerOutputs({ connectionName: this.connectionName });
  }
}
