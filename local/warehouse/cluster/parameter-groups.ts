import { AwsError, type Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { type Input, invalid, read } from "./input";
import { isTagged, pageOf, tagList } from "./pages";
import { checkParameter, defaultValue, families, parameterNames, shownParameter, USUAL_FAMILY } from "./parameters";
import type { Cluster, Clusters, ParameterGroup } from "./registry";

/** The group of a cluster for which none is given. */
export const USUAL_GROUP = `default.${USUAL_FAMILY}`;

const NAME = /^(?!.*--)[a-z][a-z0-9-]{0,254}(?<!-)$/;

/** @see https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-parameter-groups.html */
export function parameterGroupActions(deps: WarehouseDeps): Record<string, Handler> {
  const { clusters } = deps.warehouse;
  const existing = (input: Input) => parameterGroup(clusters, input.required("ParameterGroupName"));
  const own = (input: Input) => {
    const group = existing(input);
    if (isDefault(group)) throw invalid(`The parameter group ${group.name} is a default one, which cannot be changed`);
    return group;
  };
  const changed = (group: ParameterGroup) => ({
    ParameterGroupName: group.name,
    ParameterGroupStatus:
      "Your parameter group has been updated. If you changed only dynamic parameters, associated clusters are being modified now. If you changed static parameters, all updates, including dynamic parameters, will be applied when you reboot the associated clusters.",
  });

  return {
    async CreateClusterParameterGroup(request) {
      const input = read(request, ["ParameterGroupName", "ParameterGroupFamily", "Description", "Tags"]);
      const name = input.required("ParameterGroupName").toLowerCase();
      if (!NAME.test(name))
        throw invalid(`ParameterGroupName ${name}: letters, digits and single hyphens are accepted`);
      if (clusters.parameterGroups.has(name))
        throw new AwsError("ClusterParameterGroupAlreadyExists", `The parameter group ${name} already exists.`);
      const family = input.oneOf("ParameterGroupFamily", families());
      if (family === undefined) throw invalid(`ParameterGroupFamily: one of ${families().join(", ")} is accepted`);
      const description = input.required("Description");
      const group = makeGroup(deps, { name, family, description, tags: input.tags() });
      clusters.parameterGroups.set(name, group);
      return { ClusterParameterGroup: shown(group) };
    },

    async DescribeClusterParameterGroups(request) {
      const input = read(request, ["ParameterGroupName", "MaxRecords", "Marker", "TagKeys", "TagValues"]);
      const all = input.text("ParameterGroupName") ? [existing(input)] : [...clusters.parameterGroups.values()];
      const { items, Marker } = pageOf(
        all.filter(({ tags }) => isTagged(tags, input)),
        input,
      );
      return { ParameterGroups: { ClusterParameterGroup: items.map(shown) }, Marker };
    },

    async ModifyClusterParameterGroup(request) {
      const input = read(request, ["ParameterGroupName", "Parameters"]);
      const group = own(input);
      const wanted = input
        .parts("Parameters")
        .map((part) => [part.required("ParameterName"), part.given("ParameterValue") ?? ""] as const);
      for (const [name, value] of wanted) checkParameter(name, value);
      for (const [name, value] of wanted) group.values.set(name, value);
      return changed(group);
    },

    async ResetClusterParameterGroup(request) {
      const input = read(request, ["ParameterGroupName", "ResetAllParameters", "Parameters"]);
      const group = own(input);
      if (input.flag("ResetAllParameters")) group.values.clear();
      for (const part of input.parts("Parameters")) group.values.delete(part.required("ParameterName"));
      return changed(group);
    },

    async DescribeClusterParameters(request) {
      const input = read(request, ["ParameterGroupName", "Source", "MaxRecords", "Marker"]);
      const { family, values } = existing(input);
      const source = input.oneOf("Source", ["user", "engine-default"]);
      const all = parameterNames().map((name) => {
        const value = values.get(name);
        return { name, value: value ?? defaultValue(family, name), source: sourceOf(value) };
      });
      const { items, Marker } = pageOf(
        all.filter((it) => source === undefined || source === it.source),
        input,
      );
      const Parameter = items.map((it) => shownParameter(it.name, it.value, it.source));
      return { Parameters: { Parameter }, Marker };
    },

    async DescribeDefaultClusterParameters(request) {
      const input = read(request, ["ParameterGroupFamily", "MaxRecords", "Marker"]);
      const family = input.oneOf("ParameterGroupFamily", families());
      if (family === undefined) throw invalid(`ParameterGroupFamily: one of ${families().join(", ")} is accepted`);
      const { items, Marker } = pageOf(parameterNames(), input);
      const Parameter = items.map((name) => shownParameter(name, defaultValue(family, name), "engine-default"));
      return {
        DefaultClusterParameters: { ParameterGroupFamily: family, Parameters: { Parameter }, Marker },
      };
    },

    async DeleteClusterParameterGroup(request) {
      const group = own(read(request, ["ParameterGroupName"]));
      const user = [...clusters.byName.values()].find(({ parameterGroup }) => parameterGroup === group);
      if (user) throw new AwsError("InvalidClusterParameterGroupState", `The cluster ${user.name} uses ${group.name}.`);
      clusters.parameterGroups.delete(group.name);
      return {};
    },
  };
}

/** The groups that AWS makes, which nobody can change. */
export function addDefaultGroups(deps: WarehouseDeps): void {
  for (const family of families()) {
    const name = `default.${family}`;
    const description = `Default parameter group for ${family}`;
    const group = makeGroup(deps, { name, family, description, tags: new Map() });
    deps.warehouse.clusters.parameterGroups.set(name, group);
  }
}

/** @throws {AwsError} ClusterParameterGroupNotFound */
export function parameterGroup(clusters: Clusters, name: string): ParameterGroup {
  const group = clusters.parameterGroups.get(name);
  if (!group) throw new AwsError("ClusterParameterGroupNotFound", `ParameterGroup not found: ${name}`, 404);
  return group;
}

/** What a cluster that starts now goes by. */
export const valuesOf = ({ family, values }: ParameterGroup): Map<string, string> =>
  new Map(parameterNames().map((name) => [name, values.get(name) ?? defaultValue(family, name)]));

/** Which parameters act, and which wait for the next start. */
export function parameterStatus({ parameterGroup: group, parameters }: Cluster): object {
  const list = [...valuesOf(group)].map(([ParameterName, value]) => ({
    ParameterName,
    ParameterApplyStatus: parameters.get(ParameterName) === value ? "in-sync" : "pending-reboot",
  }));
  const isPending = list.some(({ ParameterApplyStatus }) => ParameterApplyStatus === "pending-reboot");
  return {
    ParameterGroupName: group.name,
    ParameterApplyStatus: isPending ? "pending-reboot" : "in-sync",
    ClusterParameterStatusList: { member: isDefault(group) ? [] : list },
  };
}

const isDefault = ({ name }: ParameterGroup) => name.startsWith("default.");
const sourceOf = (value: string | undefined) => (value === undefined ? ("engine-default" as const) : ("user" as const));

function makeGroup(
  { region, accountId }: WarehouseDeps,
  parts: Pick<ParameterGroup, "name" | "family" | "description" | "tags">,
): ParameterGroup {
  return { ...parts, arn: `arn:aws:redshift:${region}:${accountId}:parametergroup:${parts.name}`, values: new Map() };
}

const shown = ({ name, family, description, tags }: ParameterGroup) => ({
  ParameterGroupName: name,
  ParameterGroupFamily: family,
  Description: description,
  Tags: tagList(tags),
});
