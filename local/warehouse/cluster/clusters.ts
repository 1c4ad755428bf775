import { randomUUID } from "node:crypto";
import { AwsError, type Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { changePassword, closeHome, faultOfPassword, openHome, type WantedPassword } from "../home/admin";
import { faultOfRoles } from "../home/iam-roles";
import { applyParameters, available, existing, operate } from "./cluster";
import { Endpoint } from "./endpoint";
import { type Input, invalid, read } from "./input";
import { isTagged, pageOf } from "./pages";
import { parameterGroup, USUAL_GROUP } from "./parameter-groups";
import type { Cluster } from "./registry";
import { combination, DEFAULTS, isRa3, SETTINGS, settingsOf } from "./settings";
import { shown } from "./shown";
import { checkSnapshot, keepSnapshot } from "./snapshots";
import { subnetGroup } from "./subnet-groups";

const CREATED = [
  ...[...SETTINGS, "ClusterIdentifier", "DBName", "MasterUsername", "MasterUserPassword", "ManageMasterPassword"],
  ...["MasterPasswordSecretKmsKeyId", "Port", "ClusterSubnetGroupName", "AvailabilityZone", "IpAddressType", "Tags"],
  ...["ClusterParameterGroupName", "IamRoles", "DefaultIamRoleArn"],
];
const MODIFIED = [
  ...[...SETTINGS, "ClusterIdentifier", "MasterUserPassword", "ManageMasterPassword", "MasterPasswordSecretKmsKeyId"],
  ...["Port", "AvailabilityZone", "ClusterParameterGroupName", "IpAddressType"],
];
const IDENTIFIER = /^(?!.*--)[a-z][a-z0-9-]{0,62}(?<!-)$/;
const USUAL_PORT = 5439;

/** @see https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html */
export function clusterActions(deps: WarehouseDeps): Record<string, Handler> {
  const { clusters } = deps.warehouse;

  return {
    async CreateCluster(request) {
      const input = read(request, CREATED);
      const cluster = newCluster(deps, input);
      const password = wantedPassword(input);
      if (password.text === undefined && !password.managed)
        throw combination("One of MasterUserPassword and ManageMasterPassword must be given");
      const port = portOf(input, cluster.settings.NodeType) ?? USUAL_PORT;
      // Taken before the first wait: two calls at once must not both make it.
      clusters.byName.set(cluster.name, cluster);
      try {
        return await operate(cluster, "creating", "available", async () => {
          await cluster.endpoint.listen(port);
          await openHome(deps, cluster, password);
          await applyParameters(deps, cluster);
        });
      } catch (error) {
        clusters.byName.delete(cluster.name);
        await cluster.endpoint.close();
        throw error;
      }
    },

    async DescribeClusters(request) {
      const input = read(request, ["ClusterIdentifier", "MaxRecords", "Marker", "TagKeys", "TagValues"]);
      const all = input.text("ClusterIdentifier") ? [existing(deps, input)] : [...clusters.byName.values()];
      const { items, Marker } = pageOf(
        all.filter(({ tags }) => isTagged(tags, input)),
        input,
      );
      return { Clusters: { Cluster: items.map((cluster) => shown(cluster)) }, Marker };
    },

    async ModifyCluster(request) {
      const input = read(request, MODIFIED);
      const cluster = available(deps, input);
      const settings = settingsOf(input, cluster.settings);
      const password = wantedPassword(input, cluster);
      const group = input.text("ClusterParameterGroupName");
      const port = portOf(input, settings.NodeType);
      refuseIpv6(input);
      const parameters = group === undefined ? cluster.parameterGroup : parameterGroup(clusters, group);
      return operate(cluster, "modifying", "available", async () => {
        if (port !== undefined && port !== cluster.endpoint.place?.port) {
          const moved = new Endpoint(deps.warehouse, () => cluster);
          await moved.listen(port);
          await cluster.endpoint.close();
          cluster.endpoint = moved;
        }
        await changePassword(deps, cluster, password);
        cluster.settings = settings;
        cluster.parameterGroup = parameters;
        cluster.availabilityZone = input.text("AvailabilityZone") ?? cluster.availabilityZone;
      });
    },

    async DeleteCluster(request) {
      const input = read(request, [
        ...["ClusterIdentifier", "SkipFinalClusterSnapshot"],
        ...["FinalClusterSnapshotIdentifier", "FinalClusterSnapshotRetentionPeriod"],
      ]);
      const cluster = existing(deps, input);
      const snapshot = input.text("FinalClusterSnapshotIdentifier");
      const isSkipped = input.flag("SkipFinalClusterSnapshot") ?? false;
      if (isSkipped && snapshot !== undefined)
        throw combination("FinalClusterSnapshotIdentifier and SkipFinalClusterSnapshot exclude each other");
      if (!isSkipped && snapshot === undefined)
        throw combination("FinalClusterSnapshotIdentifier is required unless SkipFinalClusterSnapshot is specified.");
      const retention = input.number("FinalClusterSnapshotRetentionPeriod", -1, 3653);
      if (snapshot !== undefined) checkSnapshot(deps, snapshot);
      if (cluster.status !== "available" && cluster.status !== "paused")
        throw new AwsError("InvalidClusterState", "There is an operation running on the Cluster. Try again later.");
      return operate(cluster, "deleting", "deleting", async () => {
        if (snapshot !== undefined) await keepSnapshot(deps, cluster, snapshot, retention);
        else await closeHome(deps, cluster);
        await cluster.endpoint.close();
        clusters.byName.delete(cluster.name);
        for (const [id, { clusterIdentifier }] of clusters.usageLimits)
          if (clusterIdentifier === cluster.name) clusters.usageLimits.delete(id);
      });
    },
  };
}

/** What CreateCluster asks for, checked; without its database and endpoint. */
function newCluster(deps: WarehouseDeps, input: Input): Cluster {
  const { clusters } = deps.warehouse;
  const name = input.required("ClusterIdentifier");
  if (!IDENTIFIER.test(name))
    throw invalid(`ClusterIdentifier ${name}: lower-case letters, digits and single hyphens, 63 at most, are accepted`);
  if (clusters.byName.has(name)) throw new AwsError("ClusterAlreadyExists", "Cluster already exists");
  const dbName = input.text("DBName") ?? "dev";
  if (!/^[a-z_][a-z0-9_$]{0,63}$/.test(dbName))
    throw invalid(`DBName ${dbName}: lower-case letters, digits, _ and $ are accepted`);
  const adminUsername = input.required("MasterUsername");
  if (!/^[a-z_][a-z0-9_+.@-]{0,127}$/.test(adminUsername) || adminUsername === "public")
    throw invalid(`MasterUsername ${adminUsername}: lower-case letters, digits and _ + . @ - are accepted`);
  const settings = settingsOf(input, DEFAULTS);
  refuseIpv6(input);
  const group = input.text("ClusterSubnetGroupName");
  const subnets = group === undefined ? undefined : subnetGroup(clusters, group);
  const iamRoles = input.texts("IamRoles") ?? [];
  const defaultIamRoleArn = input.text("DefaultIamRoleArn");
  const fault = faultOfRoles({ iamRoles, defaultIamRoleArn });
  if (fault !== undefined) throw invalid(fault);
  const id = randomUUID();
  const arnOf = (kind: string, rest: string) => `arn:aws:redshift:${deps.region}:${deps.accountId}:${kind}:${rest}`;
  const cluster: Cluster = {
    ...{ id, name, dbName, adminUsername, iamRoles, defaultIamRoleArn, settings },
    arn: arnOf("cluster", name),
    namespaceArn: arnOf("namespace", id),
    subnetGroup: subnets,
    availabilityZone: input.text("AvailabilityZone") ?? subnets?.subnets[0].zone ?? `${deps.region}a`,
    status: "creating",
    createdAt: new Date(),
    parameterGroup: parameterGroup(clusters, input.text("ClusterParameterGroupName") ?? USUAL_GROUP),
    parameters: new Map(),
    tags: input.tags(),
    database: "",
    adminRole: "",
    rolePrefix: "",
    endpoint: new Endpoint(deps.warehouse, () => cluster),
  };
  return cluster;
}

function wantedPassword(input: Input, cluster?: Cluster): WantedPassword {
  const wanted = {
    text: input.text("MasterUserPassword"),
    managed: input.flag("ManageMasterPassword"),
    kmsKeyId: input.text("MasterPasswordSecretKmsKeyId"),
  };
  const fault = faultOfPassword(wanted, cluster);
  if (fault !== undefined) throw invalid(`MasterUserPassword: ${fault}`);
  return wanted;
}

/** @see https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html */
function portOf(input: Input, nodeType: string): number | undefined {
  const port = input.number("Port", 1150, 65535);
  const isGood =
    port === undefined || !isRa3(nodeType) || (port >= 5431 && port <= 5455) || (port >= 8191 && port <= 8215);
  if (!isGood) throw invalid(`Port is ${port}; 5431 to 5455 and 8191 to 8215 are accepted for ${nodeType}`);
  return port;
}

function refuseIpv6(input: Input): void {
  if ((input.text("IpAddressType") ?? "ipv4") !== "ipv4")
    throw invalid("IpAddressType: ipv4 alone is emulated by the local Redshift");
}
