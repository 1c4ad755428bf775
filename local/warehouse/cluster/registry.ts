import type { Home } from "../home/home";
import type { Endpoint } from "./endpoint";
import type { Settings } from "./settings";

export type Status =
  "available" | "creating" | "deleting" | "modifying" | "paused" | "pausing" | "rebooting" | "resizing" | "resuming";

/** A provisioned cluster. */
export interface Cluster extends Home {
  status: Status;
  settings: Settings;
  namespaceArn: string;
  subnetGroup?: SubnetGroup;
  availabilityZone: string;
  endpoint: Endpoint;
  createdAt: Date;
  parameterGroup: ParameterGroup;
  /** The parameters' values as of the last start: all are static. */
  parameters: Map<string, string>;
  logging?: Logging;
  tags: Map<string, string>;
}

export interface Logging {
  LogDestinationType: "s3" | "cloudwatch";
  BucketName?: string;
  S3KeyPrefix?: string;
  LogExports: string[];
}

/** Something that has tags, under its ARN. */
export interface Tagged {
  arn: string;
  tags: Map<string, string>;
}

export interface ParameterGroup extends Tagged {
  name: string;
  family: string;
  description: string;
  /** The values that somebody set. */
  values: Map<string, string>;
}

export interface SubnetGroup extends Tagged {
  name: string;
  description: string;
  vpcId: string;
  subnets: { id: string; zone: string }[];
}

export interface UsageLimit extends Tagged {
  id: string;
  clusterIdentifier: string;
  featureType: string;
  limitType: string;
  amount: number;
  period: string;
  breachAction: string;
}

/** What was a cluster's database when it was deleted. */
export interface Snapshot extends Tagged {
  id: string;
  /** The cluster as it was. */
  cluster: Cluster;
  createdAt: Date;
  retentionPeriod: number;
}

/** What exists of provisioned Redshift; as in moto, it lives as long as the process. */
export class Clusters {
  readonly byName = new Map<string, Cluster>();
  readonly parameterGroups = new Map<string, ParameterGroup>();
  readonly subnetGroups = new Map<string, SubnetGroup>();
  readonly usageLimits = new Map<string, UsageLimit>();
  readonly snapshots = new Map<string, Snapshot>();

  tagged(): Tagged[] {
    const kinds = [this.byName, this.parameterGroups, this.subnetGroups, this.usageLimits, this.snapshots];
    return kinds.flatMap((kind): Tagged[] => [...kind.values()]);
  }
}
