import type * as pulumi from "@pulumi/pulumi";
import type { AwsPlace } from "../aws-place";
import { allow, type ResourceTag, type Statement } from "./documents";

/** The network in which a crawler or job runs, as its role must know it. */
export interface GlueNetworkArgs {
  /** The VPC. */
  vpcId: pulumi.Input<string>;

  /** Subnets of the connections. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Tag of the connections' security group, and of no other. AWS makes up the group's id, so before the first deployment no
   * document can name it. Who may tag security groups decides which of them the role may use.
   */
  securityGroupTag: pulumi.Input<ResourceTag>;

  /** Names of the Glue connections. */
  connectionNames: pulumi.Input<pulumi.Input<string>[]>;
}

/** {@link GlueNetworkArgs} once all is known. */
export interface GlueNetwork {
  /** The VPC. */
  vpcId: string;
  /** Subnets of the connections. */
  subnetIds: string[];
  /** Tag of the connections' security group, and of no other. */
  securityGroupTag: ResourceTag;
  /** Names of the Glue connections. */
  connectionNames: string[];
}

/**
 * What a role needs so that Glue can reach a VPC with it: Glue puts a network interface for each worker into the subnet of the
 * first connection that is fit, marks it as its own, and removes it after the run. The interfaces have no ids yet, hence the
 * conditions.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/create-service-policy.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function glueNetworkStatements(place: AwsPlace, network: GlueNetwork): Statement[] {
  const at = (service: string, resource: string) =>
    `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`;
  const subnets = network.subnetIds.map((id) => at("ec2", `subnet/${id}`));
  const interfaces = at("ec2", "network-interface/*");
  const { key, value } = network.securityGroupTag;
  return [
    allow(
      "ReadConnections",
      ["glue:GetConnection"],
      [at("glue", "catalog"), ...network.connectionNames.map((name) => at("glue", `connection/${name}`))],
    ),
    allow("MakeInterfacesInSubnets", ["ec2:CreateNetworkInterface"], [interfaces, ...subnets]),
    allow("MakeInterfacesInSecurityGroup", ["ec2:CreateNetworkInterface"], [at("ec2", "security-group/*")], {
      StringEquals: { [`aws:ResourceTag/${key}`]: value },
    }),
    allow("MarkInterfaces", ["ec2:CreateTags"], [interfaces], {
      "ForAllValues:StringEquals": { "aws:TagKeys": ["aws-glue-service-resource"] },
    }),
    allow("RemoveInterfacesFromSubnets", ["ec2:DeleteNetworkInterface"], [interfaces], {
      ArnEquals: { "ec2:Subnet": subnets },
    }),
    allow("SeeVpc", ["ec2:DescribeVpcAttribute"], [at("ec2", `vpc/${network.vpcId}`)]),
    allow(
      "SeeNetwork",
      [
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeRouteTables",
      ],
      ["*"], // these actions take no resource
    ),
  ];
}
