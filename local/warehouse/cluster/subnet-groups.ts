import { AwsError, type Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { queryCall } from "../query-call";
import { type Input, invalid, read } from "./input";
import { isTagged, pageOf, tagList } from "./pages";
import type { Clusters, SubnetGroup } from "./registry";

const NAME = /^[a-z0-9-]{1,255}$/;

/** @see https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-cluster-subnet-groups.html */
export function subnetGroupActions(deps: WarehouseDeps): Record<string, Handler> {
  const { clusters } = deps.warehouse;
  const existing = (input: Input) => subnetGroup(clusters, input.required("ClusterSubnetGroupName"));

  return {
    async CreateClusterSubnetGroup(request) {
      const input = read(request, ["ClusterSubnetGroupName", "Description", "SubnetIds", "Tags"]);
      const name = input.required("ClusterSubnetGroupName").toLowerCase();
      if (!NAME.test(name) || name === "default")
        throw invalid(`ClusterSubnetGroupName ${name}: letters, digits and hyphens, and not "default", are accepted`);
      if (clusters.subnetGroups.has(name))
        throw new AwsError("ClusterSubnetGroupAlreadyExists", `The subnet group ${name} already exists.`);
      const group: SubnetGroup = {
        ...{ name, description: input.required("Description"), tags: input.tags() },
        ...(await subnetsOf(deps, input)),
        arn: `arn:aws:redshift:${deps.region}:${deps.accountId}:subnetgroup:${name}`,
      };
      clusters.subnetGroups.set(name, group);
      return { ClusterSubnetGroup: shown(group) };
    },

    async DescribeClusterSubnetGroups(request) {
      const input = read(request, ["ClusterSubnetGroupName", "MaxRecords", "Marker", "TagKeys", "TagValues"]);
      const all = input.text("ClusterSubnetGroupName") ? [existing(input)] : [...clusters.subnetGroups.values()];
      const { items, Marker } = pageOf(
        all.filter(({ tags }) => isTagged(tags, input)),
        input,
      );
      return { ClusterSubnetGroups: { ClusterSubnetGroup: items.map(shown) }, Marker };
    },

    async ModifyClusterSubnetGroup(request) {
      const input = read(request, ["ClusterSubnetGroupName", "Description", "SubnetIds"]);
      const group = existing(input);
      Object.assign(group, await subnetsOf(deps, input));
      group.description = input.text("Description") ?? group.description;
      return { ClusterSubnetGroup: shown(group) };
    },

    async DeleteClusterSubnetGroup(request) {
      const group = existing(read(request, ["ClusterSubnetGroupName"]));
      const user = [...clusters.byName.values()].find((cluster) => cluster.subnetGroup === group);
      if (user)
        throw new AwsError("InvalidClusterSubnetGroupStateFault", `The cluster ${user.name} uses ${group.name}.`);
      clusters.subnetGroups.delete(group.name);
      return {};
    },
  };
}

/** @throws {AwsError} ClusterSubnetGroupNotFoundFault */
export function subnetGroup(clusters: Clusters, name: string): SubnetGroup {
  const group = clusters.subnetGroups.get(name);
  if (!group) throw new AwsError("ClusterSubnetGroupNotFoundFault", `Subnet group ${name} not found.`);
  return group;
}

/** The subnets that a call names, as EC2 has them. */
async function subnetsOf(deps: WarehouseDeps, input: Input): Promise<Pick<SubnetGroup, "vpcId" | "subnets">> {
  const ids = input.texts("SubnetIds") ?? [];
  if (ids.length === 0) throw invalid("SubnetIds: one subnet at least is accepted");
  const named = ids.map((id, i) => [`SubnetId.${i + 1}`, id] as const);
  const form = { Action: "DescribeSubnets", Version: "2016-11-15", ...Object.fromEntries(named) };
  const xml = await queryCall(deps, "ec2", form).catch((error: AwsError) => {
    throw new AwsError("InvalidSubnet", error.message);
  });
  const found = xml.split("<subnetId>").slice(1);
  const field = (text: string, name: string) => new RegExp(`<${name}>([^<]*)`).exec(text)?.[1] ?? "";
  const vpcIds = new Set(found.map((text) => field(text, "vpcId")));
  if (vpcIds.size > 1) throw new AwsError("InvalidSubnet", "The subnets are not all in one VPC.");
  const subnets = found.map((text) => ({ id: text.split("<")[0], zone: field(text, "availabilityZone") }));
  return { vpcId: [...vpcIds][0], subnets };
}

const shown = ({ name, description, vpcId, subnets, tags }: SubnetGroup) => ({
  ClusterSubnetGroupName: name,
  Description: description,
  VpcId: vpcId,
  SubnetGroupStatus: "Complete",
  Subnets: {
    Subnet: subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetStatus: "Active",
    })),
  },
  Tags: tagList(tags),
});
