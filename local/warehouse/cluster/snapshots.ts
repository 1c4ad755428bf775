import { AwsError, type Handler } from "../../gateway/service";
import { dropDatabase } from "../database/databases";
import { allowSessions, renameDatabase } from "../database/sessions";
import type { WarehouseDeps } from "../deps";
import { dropSecret } from "../home/admin";
import { invalid, read } from "./input";
import { isTagged, pageOf, tagList } from "./pages";
import type { Cluster, Snapshot } from "./registry";

const IDENTIFIER = /^(?!.*--)[a-z][a-z0-9-]{0,254}(?<!-)$/i;

/**
 * The final snapshots of deleted clusters, which are all that there are.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html
 */
export function snapshotActions(deps: WarehouseDeps): Record<string, Handler> {
  const { snapshots } = deps.warehouse.clusters;
  const existing = (id: string): Snapshot => {
    const snapshot = snapshots.get(id.split("/").at(-1)!);
    if (!snapshot) throw new AwsError("ClusterSnapshotNotFound", `Snapshot ${id} not found.`, 404);
    return snapshot;
  };

  return {
    async DescribeClusterSnapshots(request) {
      const input = read(request, [
        ...["ClusterIdentifier", "SnapshotIdentifier", "SnapshotArn", "SnapshotType"],
        ...["MaxRecords", "Marker", "TagKeys", "TagValues"],
      ]);
      const id = input.text("SnapshotIdentifier") ?? input.text("SnapshotArn");
      const cluster = input.text("ClusterIdentifier");
      const found = (id === undefined ? [...snapshots.values()] : [existing(id)]).filter(
        (it) => (cluster === undefined || it.cluster.name === cluster) && isTagged(it.tags, input),
      );
      const { items, Marker } = pageOf(input.text("SnapshotType") === "automated" ? [] : found, input);
      return { Snapshots: { Snapshot: items.map((snapshot) => shown(deps, snapshot)) }, Marker };
    },

    async DeleteClusterSnapshot(request) {
      const input = read(request, ["SnapshotIdentifier", "SnapshotClusterIdentifier"]);
      const snapshot = existing(input.required("SnapshotIdentifier"));
      await dropDatabase(deps.warehouse, snapshot.cluster);
      snapshots.delete(snapshot.id);
      return { Snapshot: shown(deps, snapshot, "deleted") };
    },
  };
}

/** @throws {AwsError} for an identifier that AWS does not take, or that is taken */
export function checkSnapshot({ warehouse }: WarehouseDeps, id: string): void {
  if (!IDENTIFIER.test(id)) throw invalid(`SnapshotIdentifier ${id}: letters, digits and single hyphens are accepted`);
  if (warehouse.clusters.snapshots.has(id))
    throw new AwsError("ClusterSnapshotAlreadyExists", `The snapshot ${id} already exists.`);
}

/** Makes a snapshot of a cluster's database: it is put away as it is, under another name, and nobody gets into it. */
export async function keepSnapshot(deps: WarehouseDeps, cluster: Cluster, id: string, retention = -1): Promise<void> {
  const { warehouse, region, accountId } = deps;
  await allowSessions(warehouse, cluster.database, false);
  const database = `snapshot-${cluster.id}`;
  await renameDatabase(warehouse, cluster.database, database);
  cluster.database = database;
  await dropSecret(deps, cluster);
  const arn = `arn:aws:redshift:${region}:${accountId}:snapshot:${cluster.name}/${id}`;
  const tags = new Map(cluster.tags);
  warehouse.clusters.snapshots.set(id, { id, arn, tags, cluster, createdAt: new Date(), retentionPeriod: retention });
}

function shown({ accountId }: WarehouseDeps, snapshot: Snapshot, Status = "available"): object {
  const { cluster } = snapshot;
  const { NodeType, NumberOfNodes, ClusterVersion, Encrypted, EnhancedVpcRouting, MaintenanceTrackName } =
    cluster.settings;
  return {
    ...{ NodeType, NumberOfNodes, ClusterVersion, Encrypted, EnhancedVpcRouting, MaintenanceTrackName, Status },
    SnapshotIdentifier: snapshot.id,
    SnapshotArn: snapshot.arn,
    SnapshotType: "manual",
    SnapshotCreateTime: snapshot.createdAt,
    ManualSnapshotRetentionPeriod: snapshot.retentionPeriod,
    OwnerAccount: accountId,
    ClusterIdentifier: cluster.name,
    ClusterCreateTime: cluster.createdAt,
    DBName: cluster.dbName,
    MasterUsername: cluster.adminUsername,
    AvailabilityZone: cluster.availabilityZone,
    VpcId: cluster.subnetGroup?.vpcId,
    Tags: tagList(snapshot.tags),
  };
}
