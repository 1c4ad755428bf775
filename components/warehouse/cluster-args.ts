import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { checkArgument, joinPath, matching, wrongArgument } from "../validation";
import { newDatabase } from "./names";
import { type PauseArgs, pauseSchema } from "./pause";
import { commonShape, type MaintenanceTrack } from "./settings";

/**
 * Size of a node, of the kind whose storage grows by itself.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html#rs-ra3-node-types
 */
export enum NodeType {
  /** 2 vCPUs, 16 GB. */
  Ra3Large = "ra3.large",
  /** 4 vCPUs, 32 GB. */
  Ra3Xlplus = "ra3.xlplus",
  /** 12 vCPUs, 96 GB. */
  Ra34xlarge = "ra3.4xlarge",
  /** 48 vCPUs, 384 GB. */
  Ra316xlarge = "ra3.16xlarge",
}

/** What may be chosen of a provisioned cluster. */
export interface ClusterArgs {
  /**
   * Database that is created with the cluster.
   * @default "dev"
   */
  database?: string;

  /**
   * Size of each node.
   * @default NodeType.Ra3Large
   */
  nodeType?: NodeType;

  /**
   * Compute nodes: up to 16 `ra3.large`, 32 `ra3.xlplus`, 64 `ra3.4xlarge` or 128 `ra3.16xlarge`; a single one, which is the
   * leader besides, only of the two small kinds. AWS makes a cluster of up to 16 `ra3.xlplus` or 32 `ra3.4xlarge`; more come
   * by a resize.
   * @default 2
   */
  numberOfNodes?: number;

  /**
   * Subnets of the cluster, in two availability zones at least where it is to be moved between them.
   * @default those of the default VPC
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Security groups of the cluster.
   * @default the VPC's default one
   */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Whether COPY's traffic keeps to the VPC. It needs an S3 endpoint or a NAT gateway there.
   * @default true with `subnetIds`, else false
   */
  enhancedVpcRouting?: boolean;

  /**
   * Audit logs that go to CloudWatch, below `/aws/redshift/cluster/CLUSTER/`: `userlog`, `connectionlog`, `useractivitylog`.
   * @default all three
   */
  logExports?: string[];

  /**
   * Days that AWS keeps the snapshots that it makes by itself: 1 to 35.
   * @default 7
   */
  snapshotRetentionDays?: number;

  /**
   * Whether destroying the cluster destroys its tables for good.
   * @default false: a last snapshot is made
   */
  skipFinalSnapshot?: boolean;

  /**
   * Weekly half hour or more, in UTC, in which AWS may restart the cluster: `sun:03:00-sun:04:00`.
   * @default one that AWS chooses
   */
  maintenanceWindow?: string;

  /**
   * Which releases the cluster gets.
   * @default MaintenanceTrack.Current
   * @see https://docs.aws.amazon.com/redshift/latest/mgmt/tracks.html
   */
  track?: MaintenanceTrack;

  /**
   * When the cluster pauses and resumes; while it is paused nothing but its storage is paid for, and loads fail.
   * @default the cluster never pauses
   */
  pause?: PauseArgs;
}

/** @see https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html#rs-ra3-node-types */
const nodes: Record<NodeType, { least: number; most: number }> = {
  [NodeType.Ra3Large]: { least: 1, most: 16 },
  [NodeType.Ra3Xlplus]: { least: 1, most: 32 },
  [NodeType.Ra34xlarge]: { least: 2, most: 64 },
  [NodeType.Ra316xlarge]: { least: 2, most: 128 },
};

const day = "(?:mon|tue|wed|thu|fri|sat|sun):(?:[01]\\d|2[0-3]):[0-5]\\d";

/** What the plain values of {@link ClusterArgs} may be. */
export const clusterShape = {
  ...commonShape,
  database: newDatabase.optional(),
  nodeType: z.enum(NodeType).optional(),
  numberOfNodes: z.int().optional(),
  snapshotRetentionDays: z.int().min(1).max(35).optional(),
  skipFinalSnapshot: z.boolean().optional(),
  maintenanceWindow: matching(
    new RegExp(`^${day}-${day}$`),
    "a weekly window in UTC such as sun:03:00-sun:04:00",
  ).optional(),
  pause: pauseSchema.optional(),
};

/** @throws InputPropertyError that names the wrong part of `argument` */
export function checkCluster(args: ClusterArgs, argument: string): void {
  checkArgument(z.object(clusterShape), args, argument);
  const { nodeType = NodeType.Ra3Large, numberOfNodes = 2 } = args;
  const { least, most } = nodes[nodeType];
  if (numberOfNodes < least || numberOfNodes > most) {
    throw wrongArgument(
      joinPath(argument, "numberOfNodes"),
      `expected ${least} to ${most} for ${nodeType}, got ${numberOfNodes}`,
    );
  }
}
