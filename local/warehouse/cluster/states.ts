import { AwsError, type Handler } from "../../gateway/service";
import { allowSessions, endSessions } from "../database/sessions";
import type { WarehouseDeps } from "../deps";
import { faultOfRoles } from "../home/iam-roles";
import { applyParameters, available, existing, operate } from "./cluster";
import { invalid, read } from "./input";
import { settingsOf } from "./settings";
import { shown } from "./shown";

/**
 * What stops, starts and equips a cluster. All of it is done when the call is answered.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/rs-mgmt-pause-resume-cluster.html
 */
export function stateActions(deps: WarehouseDeps): Record<string, Handler> {
  const { warehouse } = deps;

  return {
    async PauseCluster(request) {
      const cluster = available(deps, read(request, ["ClusterIdentifier"]));
      if (cluster.settings.AutomatedSnapshotRetentionPeriod === 0)
        throw new AwsError("UnsupportedOperation", "A cluster without automated snapshots cannot be paused.");
      return operate(cluster, "pausing", "paused", async () => {
        cluster.endpoint.shut();
        await allowSessions(warehouse, cluster.database, false);
      });
    },

    async ResumeCluster(request) {
      const cluster = existing(deps, read(request, ["ClusterIdentifier"]));
      if (cluster.status !== "paused")
        throw new AwsError("InvalidClusterState", `The cluster ${cluster.name} is not paused.`);
      return operate(cluster, "resuming", "available", async () => {
        await allowSessions(warehouse, cluster.database, true);
        await applyParameters(deps, cluster);
        cluster.endpoint.reopen();
      });
    },

    async RebootCluster(request) {
      const cluster = available(deps, read(request, ["ClusterIdentifier"]));
      return operate(cluster, "rebooting", "available", async () => {
        await applyParameters(deps, cluster);
        await endSessions(warehouse, cluster.database);
      });
    },

    async ResizeCluster(request) {
      const input = read(request, ["ClusterIdentifier", "Classic", "NodeType", "NumberOfNodes", "ClusterType"]);
      const cluster = available(deps, input);
      cluster.settings = settingsOf(input, cluster.settings);
      return { Cluster: shown(cluster, "resizing") };
    },

    async ModifyClusterIamRoles(request) {
      const input = read(request, ["ClusterIdentifier", "AddIamRoles", "RemoveIamRoles", "DefaultIamRoleArn"]);
      const cluster = available(deps, input);
      const removed = input.texts("RemoveIamRoles") ?? [];
      const kept = [...cluster.iamRoles, ...(input.texts("AddIamRoles") ?? [])];
      const iamRoles = [...new Set(kept)].filter((arn) => !removed.includes(arn));
      // An empty one takes the default away, as does the removal of its role.
      const wanted = input.given("DefaultIamRoleArn") ?? cluster.defaultIamRoleArn;
      const defaultIamRoleArn = !wanted || removed.includes(wanted) ? undefined : wanted;
      const fault = faultOfRoles({ iamRoles, defaultIamRoleArn });
      if (fault !== undefined) throw invalid(fault);
      Object.assign(cluster, { iamRoles, defaultIamRoleArn });
      return { Cluster: shown(cluster, "modifying") };
    },
  };
}
