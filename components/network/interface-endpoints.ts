import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { awsPlace } from "../aws-place";
import { checkArgument } from "../validation";

/** An AWS service that a pipeline calls. */
export enum EndpointService {
  /** Redshift's Data API, through which the job loads. */
  RedshiftData = "redshift-data",
  /** For JDBC with IAM to Redshift Serverless. */
  RedshiftServerless = "redshift-serverless",
  /** For JDBC with IAM to a provisioned cluster. */
  Redshift = "redshift",
  /** The Data Catalog, and how earlier runs ended. */
  Glue = "glue",
  /** CloudWatch Logs. */
  Logs = "logs",
  /** CloudWatch's metrics. */
  Monitoring = "monitoring",
  /** For a security configuration with a key. */
  Kms = "kms",
  /** For scripts of one's own that read secrets. */
  SecretsManager = "secretsmanager",
  /** The role's credentials. */
  Sts = "sts",
}

/** Arguments of {@link InterfaceEndpoints}. */
export interface InterfaceEndpointsArgs {
  /** VPC in which they are; DNS support and DNS hostnames must be on. */
  vpcId: pulumi.Input<string>;

  /** Subnets that get an address of each service, one a zone. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;

  /** Security group that lets in who may call them, on port 443. */
  securityGroupId: pulumi.Input<string>;

  /**
   * Services that are made reachable. A VPC has one endpoint with private DNS of each: leave out those that it has.
   * @default those that the job calls: redshift-data, glue, logs, monitoring, kms, sts
   */
  services?: EndpointService[];

  /**
   * Tags of the endpoints.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/** The services that the job calls. */
const servicesOfJob = [
  EndpointService.RedshiftData,
  EndpointService.Glue,
  EndpointService.Logs,
  EndpointService.Monitoring,
  EndpointService.Kms,
  EndpointService.Sts,
];

const servicesSchema = z.array(z.enum(EndpointService)).superRefine((services, context) =>
  services.forEach((service, i) => {
    if (services.indexOf(service) !== i) {
      context.addIssue({ code: "custom", path: [i], message: "expected each service once" });
    }
  }),
);

/**
 * Interface endpoints by which a VPC reaches AWS's services under their usual names, without a NAT gateway. Each costs by the
 * hour and zone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 * @see https://aws.amazon.com/privatelink/pricing/
 */
export class InterfaceEndpoints extends pulumi.ComponentResource {
  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `services` holds one twice, or one that a pipeline does not call
   */
  constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:network:InterfaceEndpoints", name, args, opts);
    const { region } = awsPlace(this);
    for (const service of checkArgument(servicesSchema, args.services ?? servicesOfJob, "services")) {
      new ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: args.vpcId,
          vpcEndpointType: "Interface",
          serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
          subnetIds: args.subnetIds,
          securityGroupIds: [args.securityGroupId],
          privateDnsEnabled: true,
          tags: args.tags,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
