import { AwsError } from "../../gateway/service";
import { type Input, invalid } from "./input";

/** What a cluster is set to, under the API's names. Nothing here acts on it but the database's own. */
export interface Settings {
  NodeType: string;
  NumberOfNodes: number;
  ClusterVersion: string;
  AllowVersionUpgrade: boolean;
  AutomatedSnapshotRetentionPeriod: number;
  ManualSnapshotRetentionPeriod: number;
  AvailabilityZoneRelocation: boolean;
  MultiAZ: boolean;
  PreferredMaintenanceWindow: string;
  MaintenanceTrackName: string;
  PubliclyAccessible: boolean;
  Encrypted: boolean;
  KmsKeyId?: string;
  EnhancedVpcRouting: boolean;
  VpcSecurityGroupIds: string[];
}

/** A new cluster's on AWS, since January 2025. */
export const DEFAULTS: Omit<Settings, "NodeType" | "NumberOfNodes"> = {
  ClusterVersion: "1.0",
  AllowVersionUpgrade: true,
  AutomatedSnapshotRetentionPeriod: 1,
  ManualSnapshotRetentionPeriod: -1,
  AvailabilityZoneRelocation: false,
  MultiAZ: false,
  PreferredMaintenanceWindow: "sat:08:00-sat:08:30",
  MaintenanceTrackName: "current",
  PubliclyAccessible: false,
  Encrypted: true,
  EnhancedVpcRouting: false,
  VpcSecurityGroupIds: [],
};

/** Parameters of CreateCluster and ModifyCluster that are read here. */
export const SETTINGS = [...Object.keys(DEFAULTS), "NodeType", "NumberOfNodes", "KmsKeyId", "ClusterType"];

/** Fewest and most nodes. */
const NODE_TYPES: Record<string, [least: number, most: number]> = {
  "ra3.large": [1, 16],
  "ra3.xlplus": [1, 32],
  "ra3.4xlarge": [2, 128],
  "ra3.16xlarge": [2, 128],
  "dc2.large": [1, 32],
  "dc2.8xlarge": [2, 128],
};

const LONGEST_AUTOMATED = 35;
const LONGEST_MANUAL = 3653;
const DAY = "(mon|tue|wed|thu|fri|sat|sun)";
const WINDOW = new RegExp(`^${DAY}:([01]\\d|2[0-3]):[0-5]\\d-${DAY}:([01]\\d|2[0-3]):[0-5]\\d$`);

export const isRa3 = (nodeType: string) => nodeType.startsWith("ra3.");

/**
 * The settings after a call: what it names changes, the rest stays.
 *
 * @throws {AwsError} for what AWS does not take
 * @see https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
 */
export function settingsOf(input: Input, before: Omit<Settings, "NodeType" | "NumberOfNodes"> & Partial<Settings>) {
  const nodes = nodesOf(input, before);
  const after: Settings = {
    ...before,
    ...nodes,
    ClusterVersion: input.oneOf("ClusterVersion", ["1.0"]) ?? before.ClusterVersion,
    AllowVersionUpgrade: input.flag("AllowVersionUpgrade") ?? before.AllowVersionUpgrade,
    AutomatedSnapshotRetentionPeriod:
      input.number("AutomatedSnapshotRetentionPeriod", isRa3(nodes.NodeType) ? 1 : 0, LONGEST_AUTOMATED) ??
      before.AutomatedSnapshotRetentionPeriod,
    ManualSnapshotRetentionPeriod:
      input.number("ManualSnapshotRetentionPeriod", -1, LONGEST_MANUAL) ?? before.ManualSnapshotRetentionPeriod,
    AvailabilityZoneRelocation: input.flag("AvailabilityZoneRelocation") ?? before.AvailabilityZoneRelocation,
    MultiAZ: input.flag("MultiAZ") ?? before.MultiAZ,
    PreferredMaintenanceWindow: windowOf(input) ?? before.PreferredMaintenanceWindow,
    MaintenanceTrackName: trackOf(input) ?? before.MaintenanceTrackName,
    PubliclyAccessible: input.flag("PubliclyAccessible") ?? before.PubliclyAccessible,
    Encrypted: input.flag("Encrypted") ?? before.Encrypted,
    KmsKeyId: input.text("KmsKeyId") ?? before.KmsKeyId,
    EnhancedVpcRouting: input.flag("EnhancedVpcRouting") ?? before.EnhancedVpcRouting,
    VpcSecurityGroupIds: input.texts("VpcSecurityGroupIds") ?? before.VpcSecurityGroupIds,
  };
  if (after.MultiAZ && after.AvailabilityZoneRelocation)
    throw combination("MultiAZ and AvailabilityZoneRelocation exclude each other");
  if ((after.MultiAZ || after.AvailabilityZoneRelocation) && !isRa3(after.NodeType))
    throw combination("MultiAZ and AvailabilityZoneRelocation are for RA3 node types");
  if (!after.Encrypted && input.text("KmsKeyId") !== undefined)
    throw combination("KmsKeyId is for clusters that are encrypted");
  if (!after.Encrypted) after.KmsKeyId = undefined;
  return after;
}

/** Type and number of nodes go together. */
function nodesOf(input: Input, before: Partial<Settings>): Pick<Settings, "NodeType" | "NumberOfNodes"> {
  const NodeType = input.oneOf("NodeType", Object.keys(NODE_TYPES)) ?? before.NodeType;
  if (NodeType === undefined) throw new AwsError("MissingParameter", "The request must contain the parameter NodeType");
  const type = input.oneOf("ClusterType", ["single-node", "multi-node"]);
  const given = input.number("NumberOfNodes", 1, 128);
  const NumberOfNodes = type === "single-node" ? 1 : (given ?? before.NumberOfNodes ?? 1);
  const isMultiple = type === "multi-node" || (type === undefined && before.NumberOfNodes === undefined);
  if (isMultiple && NumberOfNodes < 2)
    throw combination("Number of nodes for cluster type multi-node must be greater than or equal to 2");
  const [least, most] = NODE_TYPES[NodeType];
  if (NumberOfNodes < least || NumberOfNodes > most)
    throw invalid(`${NodeType} takes ${least} to ${most} nodes, not ${NumberOfNodes}`);
  return { NodeType, NumberOfNodes };
}

function windowOf(input: Input): string | undefined {
  const window = input.text("PreferredMaintenanceWindow")?.toLowerCase();
  if (window !== undefined && !WINDOW.test(window))
    throw invalid(`PreferredMaintenanceWindow is ${window}; ddd:hh:mm-ddd:hh:mm is accepted`);
  return window;
}

function trackOf(input: Input): string | undefined {
  const track = input.text("MaintenanceTrackName");
  if (track !== undefined && !["current", "trailing"].includes(track))
    throw new AwsError("InvalidClusterTrack", `The maintenance track ${track} is none of current and trailing.`);
  return track;
}

export const combination = (message: string) => new AwsError("InvalidParameterCombination", message);
