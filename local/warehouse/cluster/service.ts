import { clusterNeeds } from "../../access/redshift";
import type { EmulatedService } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { clusterActions } from "./clusters";
import { credentialActions } from "./credentials";
import { loggingActions } from "./logging";
import { addDefaultGroups, parameterGroupActions } from "./parameter-groups";
import { ScheduledActions } from "./scheduled-actions";
import { snapshotActions } from "./snapshots";
import { stateActions } from "./states";
import { subnetGroupActions } from "./subnet-groups";
import { tagActions } from "./tags";
import { usageLimitActions } from "./usage-limits";

/**
 * Provisioned clusters of Redshift: a cluster is a database of the PostgreSQL server, behind an address of its own.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/APIReference/Welcome.html
 */
export function createRedshift(deps: WarehouseDeps): EmulatedService {
  const { clusters } = deps.warehouse;
  const scheduled = new ScheduledActions(deps);
  addDefaultGroups(deps);
  return {
    id: "redshift",
    actions: {
      ...clusterActions(deps),
      ...stateActions(deps),
      ...parameterGroupActions(deps),
      ...subnetGroupActions(deps),
      ...loggingActions(deps),
      ...usageLimitActions(deps),
      ...scheduled.actions(),
      ...snapshotActions(deps),
      ...tagActions(deps),
      ...credentialActions(deps),
    },
    needs: (request) => clusterNeeds(request, deps, clusters.tagged()),
    fallsThroughToMoto: () => false,
    async close() {
      scheduled.close();
      await Promise.all([...clusters.byName.values()].map(({ endpoint }) => endpoint.close()));
    },
  };
}
