import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";

const finding = ["enhancedVpcRouting: expected true for a warehouse in subnets of one's own"];

/** Where there is a VPC of one's own, COPY's traffic keeps to it. */
export const redshiftEnhancedRouting: ResourceRule = {
  name: "redshift-enhanced-routing",
  severity: "medium",
  title: "A Redshift warehouse in a VPC of one's own routes COPY and UNLOAD through it",
  rationale: "Otherwise rows go between Redshift and S3 past the VPC's endpoints, policies and flow logs.",
  remedy: "Set enhancedVpcRouting to true; the VPC needs an S3 endpoint.",
  link: "https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html",

  resources: {
    "aws:redshiftserverless/workgroup:Workgroup": ({ props }: Resource) =>
      isSet(props.subnetIds) && props.enhancedVpcRouting !== true ? finding : [],
    "aws:redshift/cluster:Cluster": ({ props }: Resource) =>
      isSet(props.clusterSubnetGroupName) && props.enhancedVpcRouting !== true ? finding : [],
  },
};

const isSet = (value: unknown) => value !== undefined && (!Array.isArray(value) || value.length > 0);
