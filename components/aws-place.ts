import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";

/** Where resources are made. With it and computed names every ARN is known at preview. */
export interface AwsPlace {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  /** For example `eu-west-1`. */
  region: string;
  /** 12 digits. */
  accountId: string;
}

/** The place in which the parent's provider makes resources. */
export function awsPlace(parent: pulumi.Resource): pulumi.Output<AwsPlace> {
  return pulumi
    .all([getPartitionOutput({}, { parent }), getRegionOutput({}, { parent }), getCallerIdentityOutput({}, { parent })])
    .apply(([{ partition }, { region }, { accountId }]) => ({ partition, region, accountId }));
}
