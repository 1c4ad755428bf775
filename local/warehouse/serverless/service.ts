import { serverlessNeeds } from "../../access/warehouse";
import type { EmulatedService } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { credentialActions } from "./credentials";
import { namespaceActions } from "./namespaces";
import { tagActions } from "./tags";
import { usageLimitActions } from "./usage-limits";
import { workgroupActions } from "./workgroups";

/**
 * Namespaces and workgroups of Redshift Serverless: a namespace is a database of the PostgreSQL server.
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/Welcome.html
 */
export function createRedshiftServerless(deps: WarehouseDeps): EmulatedService {
  return {
    id: "redshift-serverless",
    actions: {
      ...namespaceActions(deps),
      ...workgroupActions(deps),
      ...usageLimitActions(deps),
      ...tagActions(deps),
      ...credentialActions(deps),
    },
    needs: (request) =>
      serverlessNeeds(request, deps, { workgroup: (name) => deps.warehouse.registry.workgroup(name) }),
    fallsThroughToMoto: () => false,
    close: () => Promise.resolve(),
  };
}
