import type * as pulumi from "@pulumi/pulumi";
import type { ResourceTag } from "./access/documents";
import type { WarehouseAccessArgs } from "./access/warehouse-access";
import type { physicalNames } from "./names";
import type { PipelineNetwork } from "./network/network";
import type { WarehouseArgs } from "./warehouse/args";
import { RedshiftCluster } from "./warehouse/cluster";
import { ExistingWarehouse } from "./warehouse/existing";
import { RedshiftServerless } from "./warehouse/serverless";
import type { RedshiftTarget } from "./warehouse/target";

/** Of a pipeline, what its warehouse is made of. */
interface Surroundings {
  names: ReturnType<typeof physicalNames>;
  copyRoleArn: pulumi.Input<string>;
  kmsKeyArn?: pulumi.Input<string>;
  network?: PipelineNetwork;
  /** Marks what belongs to the pipeline. */
  tag: ResourceTag;
  tags: Record<string, pulumi.Input<string>>;
}

/** The warehouse of a pipeline, and by what its job's role may know it. */
interface PipelineWarehouse {
  target: RedshiftTarget;
  access: WarehouseAccessArgs;
}

/** Makes the one of the three warehouses that is asked for, or takes the one that is there. */
export function pipelineWarehouse(
  name: string,
  { cluster, existing, serverless }: WarehouseArgs,
  { names, copyRoleArn, kmsKeyArn, network, tag, tags }: Surroundings,
  opts: pulumi.ComponentResourceOptions,
): PipelineWarehouse {
  if (existing) {
    const { workgroupArn, ...target } = existing;
    const { clusterIdentifier, database } = target;
    const access = clusterIdentifier === undefined ? { workgroupArn } : { clusterIdentifier, database };
    return { target: new ExistingWarehouse(target), access };
  }
  const inNetwork = network && {
    subnetIds: network.subnetIds,
    securityGroupIds: [network.warehouseSecurityGroupId],
    enhancedVpcRouting: true,
  };
  const common = { ...inNetwork, copyRoleArn, kmsKeyArn, tags };
  if (cluster) {
    const clusterNames = { clusterIdentifier: names.cluster, schedulerRoleName: names.pauseRole };
    const made = new RedshiftCluster(name, { ...common, ...cluster, ...clusterNames }, opts);
    // The role's document is known at preview only by what is: not by outputs of the cluster.
    return { target: made, access: { clusterIdentifier: names.cluster, database: cluster.database ?? "dev" } };
  }
  const serverlessNames = { namespaceName: names.namespace, workgroupName: names.workgroup };
  const target = new RedshiftServerless(name, { ...common, ...serverless, ...serverlessNames }, opts);
  return { target, access: { workgroupTag: tag } };
}
