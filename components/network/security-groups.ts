import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ResourceTag } from "../access/documents";
import { checkArgument, matching } from "../validation";

/** Arguments of {@link PipelineSecurityGroups}. */
export interface PipelineSecurityGroupsArgs {
  /** What the names of the groups begin with, 1 to 200 letters, digits and `-`, unique in the VPC. */
  namePrefix: string;

  /** VPC in which they are. */
  vpcId: pulumi.Input<string>;

  /** Id of the list of S3's addresses in the region, as an S3 endpoint has it. */
  s3PrefixListId: pulumi.Input<string>;

  /**
   * Port on which Glue reaches Redshift by JDBC: 5439.
   * @default none: the pipeline loads through Redshift's Data API, which is an endpoint of AWS
   */
  jdbcPort?: number;

  /**
   * Ranges of IPv4 addresses that Glue besides reaches over HTTPS, through a NAT gateway or the like: that of a receiver of
   * lineage events, `0.0.0.0/0` for PyPI.
   * @default none
   */
  httpsCidrBlocks?: string[];

  /**
   * Tags of groups and rules, besides the one by which roles know Glue's group.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/** Tag of the security group of Glue connections, by which roles know it before it has an id. */
const glueTagKey = "s3-to-redshift:glue-network";

/**
 * Security groups of Glue's runs, of Redshift and of interface endpoints, each with what it needs: Glue's workers talk to each
 * other on all ports, as Glue demands, to S3 and to the endpoints; Redshift to S3.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/setup-vpc-for-glue-access.html
 */
export class PipelineSecurityGroups extends pulumi.ComponentResource {
  /** Id of the group of Glue's runs. */
  readonly glueGroupId: pulumi.Output<string>;
  /** Id of the group of Redshift. */
  readonly warehouseGroupId: pulumi.Output<string>;
  /** Id of the group of interface endpoints. */
  readonly endpointGroupId: pulumi.Output<string>;
  /** Tag of the group of Glue's runs, and of no other. */
  readonly glueGroupTag: pulumi.Output<ResourceTag>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `namePrefix`, `jdbcPort` or a range is none that EC2 takes
   */
  constructor(name: string, args: PipelineSecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:network:PipelineSecurityGroups", name, args, opts);
    const prefix = checkArgument(namePrefixSchema, args.namePrefix, "namePrefix");
    const jdbcPort = checkArgument(portSchema, args.jdbcPort, "jdbcPort");
    const cidrBlocks = checkArgument(z.array(cidrBlockSchema), args.httpsCidrBlocks ?? [], "httpsCidrBlocks");
    const { vpcId, s3PrefixListId: prefixListId, tags } = args;
    const glueTag = { key: glueTagKey, value: prefix };

    const group = (what: string, of: string, more?: Record<string, string>) =>
      new ec2.SecurityGroup(
        `${name}-${what}`,
        {
          name: `${prefix}-${what}`,
          description: `${of} of the S3 to Redshift pipeline ${prefix}`,
          vpcId,
          tags: more ? { ...tags, ...more } : tags,
        },
        { parent: this },
      ).id;
    const glue = group("glue", "Glue runs", { [glueTag.key]: glueTag.value });
    const warehouse = group("warehouse", "Redshift");
    const endpoints = group("endpoints", "Interface endpoints");

    const from = (what: string, description: string, rule: Rule) =>
      new vpc.SecurityGroupIngressRule(`${name}-${what}`, { ipProtocol: "tcp", description, tags, ...rule }, child);
    const to = (what: string, description: string, rule: Rule) =>
      new vpc.SecurityGroupEgressRule(`${name}-${what}`, { ipProtocol: "tcp", description, tags, ...rule }, child);
    const child = { parent: this };

    const itself = { securityGroupId: glue, referencedSecurityGroupId: glue, fromPort: 0, toPort: 65535 };
    from("glue-from-itself", "Spark driver and executors", itself);
    to("glue-to-itself", "Spark driver and executors", itself);
    to("glue-to-s3", "Files", { securityGroupId: glue, prefixListId, ...https });
    to("glue-to-endpoints", "AWS services", {
      ...{ securityGroupId: glue, referencedSecurityGroupId: endpoints, ...https },
    });
    from("endpoints-from-glue", "Glue runs", {
      ...{ securityGroupId: endpoints, referencedSecurityGroupId: glue, ...https },
    });
    to("warehouse-to-s3", "COPY", { securityGroupId: warehouse, prefixListId, ...https });
    if (jdbcPort !== undefined) {
      const jdbc = { fromPort: jdbcPort, toPort: jdbcPort };
      to("glue-to-warehouse", "JDBC", { securityGroupId: glue, referencedSecurityGroupId: warehouse, ...jdbc });
      from("warehouse-from-glue", "JDBC", { securityGroupId: warehouse, referencedSecurityGroupId: glue, ...jdbc });
    }
    cidrBlocks.forEach((cidrIpv4, i) =>
      to(`glue-to-https-${i}`, "HTTPS", { securityGroupId: glue, cidrIpv4, ...https }),
    );

    this.glueGroupId = glue;
    this.warehouseGroupId = warehouse;
    this.endpointGroupId = endpoints;
    this.glueGroupTag = pulumi.output(glueTag);
    this.registerOutputs({
      glueGroupId: this.glueGroupId,
      warehouseGroupId: this.warehouseGroupId,
      endpointGroupId: this.endpointGroupId,
      glueGroupTag: this.glueGroupTag,
    });
  }
}

/** What is let in or out of a group, by TCP. */
interface Rule {
  securityGroupId: pulumi.Input<string>;
  fromPort: number;
  toPort: number;
  referencedSecurityGroupId?: pulumi.Input<string>;
  prefixListId?: pulumi.Input<string>;
  cidrIpv4?: string;
}

const https = { fromPort: 443, toPort: 443 };

const namePrefixSchema = matching(/^(?!sg-)[A-Za-z0-9-]{1,200}$/, "1 to 200 letters, digits and -, not sg- first");
const portSchema = z.int().min(1).max(65535).optional();
const cidrBlockSchema = matching(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, "a range of IPv4 addresses such as 10.0.0.0/16");
