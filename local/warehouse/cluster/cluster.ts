import { AwsError } from "../../gateway/service";
import { setTimeoutOf } from "../database/sessions";
import type { WarehouseDeps } from "../deps";
import type { Input } from "./input";
import { valuesOf } from "./parameter-groups";
import type { Cluster, Status } from "./registry";
import { shown } from "./shown";

/** The cluster of ClusterIdentifier. @throws {AwsError} ClusterNotFound */
export function existing({ warehouse }: WarehouseDeps, input: Input): Cluster {
  const name = input.required("ClusterIdentifier");
  const cluster = warehouse.clusters.byName.get(name);
  if (!cluster) throw new AwsError("ClusterNotFound", `Cluster ${name} not found.`, 404);
  return cluster;
}

/** The same, where it can be changed. @throws {AwsError} InvalidClusterState for one that is paused, or under way to something */
export function available(deps: WarehouseDeps, input: Input): Cluster {
  const cluster = existing(deps, input);
  if (cluster.status !== "available")
    throw new AwsError(
      "InvalidClusterState",
      `The cluster ${cluster.name} is ${cluster.status}: it must be available.`,
    );
  return cluster;
}

/**
 * Does something to a cluster that no other call may come between.
 *
 * @param meanwhile what the cluster is until it is done, and in the answer of the call
 * @returns the call's answer
 */
export async function operate(
  cluster: Cluster,
  meanwhile: Status,
  afterwards: Status,
  work: () => Promise<void>,
): Promise<object> {
  const before = cluster.status;
  cluster.status = meanwhile;
  try {
    await work();
  } catch (error) {
    cluster.status = before;
    throw error;
  }
  cluster.status = afterwards;
  return { Cluster: shown(cluster, meanwhile) };
}

/** From now on the cluster goes by what its parameter group says. */
export async function applyParameters({ warehouse }: WarehouseDeps, cluster: Cluster): Promise<void> {
  cluster.parameters = valuesOf(cluster.parameterGroup);
  await setTimeoutOf(warehouse, cluster.database, Number(cluster.parameters.get("statement_timeout")));
}
