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
  const partition = getPartitionOutput({}, { parent }).partition;
  const region = getRegionOutput({}, { parent }).region;
  const accountId = getCallerIdentityOutput({}, { parent }).accountId;
  return pulumi.all({ partition, region, accountId });
}
