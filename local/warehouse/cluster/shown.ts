import type { Cluster, Status } from "./registry";
import { tagList } from "./pages";
import { parameterStatus } from "./parameter-groups";

/**
 * A cluster as the API answers: a list stands below the name of its items.
 *
 * @param status other than the cluster's own, of what is under way when the call is answered
 * @see https://docs.aws.amazon.com/redshift/latest/APIReference/API_Cluster.html
 */
export function shown(cluster: Cluster, status = cluster.status): object {
  const { settings, subnetGroup, availabilityZone } = cluster;
  const { place } = cluster.endpoint;
  const { AvailabilityZoneRelocation, MultiAZ, VpcSecurityGroupIds, KmsKeyId, ...plain } = settings;
  return {
    ...plain,
    KmsKeyId: settings.Encrypted ? (KmsKeyId ?? "AWS_OWNED_KMS_KEY") : undefined,
    ClusterIdentifier: cluster.name,
    ClusterNamespaceArn: cluster.namespaceArn,
    ClusterStatus: status,
    ClusterAvailabilityStatus: AVAILABILITY[status],
    ClusterCreateTime: cluster.createdAt,
    MasterUsername: cluster.adminUsername,
    MasterPasswordSecretArn: cluster.adminSecretArn,
    MasterPasswordSecretKmsKeyId: cluster.adminSecretKmsKeyId,
    DBName: cluster.dbName,
    Endpoint: place && status !== "creating" ? { Address: place.address, Port: place.port } : undefined,
    ClusterNodes: { member: status === "paused" ? [] : nodes(settings.NumberOfNodes, place?.address) },
    ClusterSecurityGroups: {},
    VpcSecurityGroups: {
      VpcSecurityGroup: VpcSecurityGroupIds.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: "active" })),
    },
    ClusterParameterGroups: { ClusterParameterGroup: [parameterStatus(cluster)] },
    ClusterSubnetGroupName: subnetGroup?.name,
    VpcId: subnetGroup?.vpcId,
    AvailabilityZone: availabilityZone,
    AvailabilityZoneRelocationStatus: AvailabilityZoneRelocation ? "enabled" : "disabled",
    MultiAZ: MultiAZ ? "Enabled" : "Disabled",
    IamRoles: { ClusterIamRole: cluster.iamRoles.map((IamRoleArn) => ({ IamRoleArn, ApplyStatus: "in-sync" })) },
    DefaultIamRoleArn: cluster.defaultIamRoleArn,
    PendingModifiedValues: {},
    DeferredMaintenanceWindows: {},
    IpAddressType: "ipv4",
    Tags: tagList(cluster.tags),
  };
}

const AVAILABILITY: Record<Status, string> = {
  available: "Available",
  creating: "Modifying",
  deleting: "Modifying",
  modifying: "Modifying",
  paused: "Unavailable",
  pausing: "Modifying",
  rebooting: "Modifying",
  resizing: "Modifying",
  resuming: "Modifying",
};

/** All of them are this machine; a paused cluster has none. */
function nodes(count: number, PrivateIPAddress?: string): object[] {
  if (count === 1) return [{ NodeRole: "SHARED", PrivateIPAddress }];
  const compute = Array.from({ length: count }, (_, i) => ({ NodeRole: `COMPUTE-${i}`, PrivateIPAddress }));
  return [{ NodeRole: "LEADER", PrivateIPAddress }, ...compute];
}
