import type { AwsRequest } from "../gateway/service";
import type { Tagged } from "../warehouse/cluster/registry";
import { arn, type Need, type Place } from "./need";

/** What kind of thing a call is about, by the parameter that names one. */
const NAMED: { field: string; type: string; actions: RegExp }[] = [
  { field: "ParameterGroupName", type: "parametergroup", actions: /ClusterParameter(Group|s)$/ },
  { field: "ClusterSubnetGroupName", type: "subnetgroup", actions: /ClusterSubnetGroup$/ },
  { field: "UsageLimitId", type: "usagelimit", actions: /UsageLimits?$/ },
  { field: "ClusterIdentifier", type: "cluster", actions: /./ },
];
/** Actions that IAM knows no resources of. */
const ON_ALL = /^(Describe(ClusterParameterGroups|ClusterSubnetGroups|DefaultClusterParameters)|\w+ScheduledActions?)$/;

/**
 * What a call of provisioned Redshift needs.
 *
 * @param things what exists
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonredshift.html
 */
export function clusterNeeds({ action, input }: AwsRequest, place: Place, things: Tagged[]): Need[] {
  const fields = Object.entries(input).map(([name, value]) => [name, String(value)] as const);
  const need = (resource: string): Need => ({
    action: `redshift:${action}`,
    resources: [resource],
    context: contextOf(things.find((it) => it.arn === resource)?.tags, fields),
  });
  return [need(resourceOf(action, input, place, things)), ...passedRoles(action, fields)];
}

/** Credentials of the caller's own database user of a cluster. */
export const clusterLogin = (cluster: string, database: string, place: Place): Need => ({
  action: "redshift:GetClusterCredentialsWithIAM",
  resources: [arn("redshift", place, `dbname:${cluster}/${database}`)],
  context: { "redshift:DbName": database },
});

function resourceOf(action: string, input: Record<string, unknown>, place: Place, things: Tagged[]): string {
  const at = (type: string, name: unknown) => arn("redshift", place, `${type}:${String(name ?? "*")}`);
  if (ON_ALL.test(action)) return "*";
  if (/^(Create|Delete|Describe)Tags$/.test(action)) return String(input.ResourceName ?? "*");
  if (action === "GetClusterCredentialsWithIAM")
    return at("dbname", `${String(input.ClusterIdentifier)}/${String(input.DbName ?? "*")}`);
  if (action === "DeleteClusterSnapshot") {
    const id = String(input.SnapshotIdentifier);
    const snapshot = things.find((it) => it.arn.includes(":snapshot:") && it.arn.endsWith(`/${id}`));
    return snapshot?.arn ?? at("snapshot", `${String(input.SnapshotClusterIdentifier ?? "*")}/${id}`);
  }
  const { type, field } = NAMED.find(({ actions }) => actions.test(action))!;
  return at(type, input[field]);
}

function contextOf(tags: Map<string, string> | undefined, fields: (readonly [string, string])[]): Need["context"] {
  const of = (pattern: RegExp) => fields.filter(([name]) => pattern.test(name)).map(([, value]) => value);
  const keys = of(/^Tags\.Tag\.\d+\.Key$/);
  const values = of(/^Tags\.Tag\.\d+\.Value$/);
  const named = [...keys, ...of(/^TagKeys\.TagKey\.\d+$/)];
  return {
    ...Object.fromEntries([...(tags ?? [])].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    ...Object.fromEntries(keys.map((key, i) => [`aws:RequestTag/${key}`, values[i]])),
    "aws:TagKeys": named.length > 0 ? named : undefined,
  };
}

/** Who gives Redshift a role must be allowed to pass it. */
function passedRoles(action: string, fields: (readonly [string, string])[]): Need[] {
  const service = /ScheduledAction$/.test(action) ? "scheduler.redshift.amazonaws.com" : "redshift.amazonaws.com";
  return fields
    .filter(([name]) => /^(IamRole$|(Add)?IamRoles\.)/.test(name))
    .map(([, role]) => ({
      action: "iam:PassRole",
      resources: [role],
      context: { "iam:PassedToService": service },
    }));
}
