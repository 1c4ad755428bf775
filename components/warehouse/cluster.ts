import * as redshift from "@pulumi/aws/redshift";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument } from "../validation";
import { checkCluster, type ClusterArgs, NodeType } from "./cluster-args";
import { clusterIdentifier as clusterIdentifierSchema } from "./names";
import { ClusterPause } from "./pause";
import { auditLogs, MaintenanceTrack } from "./settings";
import type { RedshiftTarget } from "./target";

/** Arguments of {@link RedshiftCluster}. */
export interface RedshiftClusterArgs extends ClusterArgs {
  /**
   * Physical name of the cluster, 1 to 63 lower-case letters, digits and single `-`. Its parameter group and subnet group have
   * the same; those of final snapshot and scheduled actions begin with it.
   */
  clusterIdentifier: string;

  /** ARN of the role with which COPY reads. */
  copyRoleArn: pulumi.Input<string>;

  /**
   * Physical name of the role that pauses and resumes the cluster, where `pause` is given.
   * @default `clusterIdentifier` and `-scheduler`
   */
  schedulerRoleName?: string;

  /**
   * ARN of the KMS key that encrypts the data and the administrator's secret.
   * @default keys that AWS owns
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Tags of the cluster, its parameter and subnet groups, and of the role that pauses it.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A provisioned Redshift cluster: encrypted, not public, TLS only, with audit logs in CloudWatch and, when it is destroyed, a
 * last snapshot. Nobody knows the administrator's password: Redshift makes it, keeps it in Secrets Manager and changes it every
 * 30 days. Queries queue as AWS's automatic workload management has it.
 *
 * The last snapshot, `CLUSTER-final`, is the user's own: AWS keeps it until it is deleted, and makes no second one of its name.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html
 */
export class RedshiftCluster extends pulumi.ComponentResource implements RedshiftTarget {
  readonly clusterIdentifier: pulumi.Output<string>;
  readonly database: pulumi.Output<string>;
  readonly adminSecretArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when an argument is none that Redshift takes
   */
  constructor(name: string, args: RedshiftClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:warehouse:RedshiftCluster", name, args, opts);
    const { tags } = args;
    const child = { parent: this };
    const clusterIdentifier = checkArgument(clusterIdentifierSchema, args.clusterIdentifier, "clusterIdentifier");
    checkCluster(args, "");
    const logExports = args.logExports ?? [...auditLogs];
    const numberOfNodes = args.numberOfNodes ?? 2;
    const skipFinalSnapshot = args.skipFinalSnapshot ?? false;

    const parameters = new redshift.ParameterGroup(
      `${name}-parameters`,
      {
        name: clusterIdentifier,
        family: "redshift-1.0",
        description: `Parameters of the cluster ${clusterIdentifier}`,
        parameters: parametersFor(logExports),
        tags,
      },
      child,
    );
    const subnets =
      args.subnetIds &&
      new redshift.SubnetGroup(
        `${name}-subnets`,
        {
          name: clusterIdentifier,
          description: `Subnets of the cluster ${clusterIdentifier}`,
          subnetIds: args.subnetIds,
          tags,
        },
        child,
      );
    const cluster = new redshift.Cluster(
      `${name}-cluster`,
      {
        clusterIdentifier,
        databaseName: args.database ?? "dev",
        nodeType: args.nodeType ?? NodeType.Ra3Large,
        numberOfNodes,
        masterUsername: "awsuser",
        manageMasterPassword: true,
        masterPasswordSecretKmsKeyId: args.kmsKeyArn,
        iamRoles: [args.copyRoleArn],
        encrypted: "true",
        kmsKeyId: args.kmsKeyArn,
        publiclyAccessible: false,
        enhancedVpcRouting: args.enhancedVpcRouting ?? subnets !== undefined,
        clusterSubnetGroupName: subnets?.name,
        vpcSecurityGroupIds: args.securityGroupIds,
        clusterParameterGroupName: parameters.name,
        automatedSnapshotRetentionPeriod: args.snapshotRetentionDays ?? 7,
        skipFinalSnapshot,
        finalSnapshotIdentifier: skipFinalSnapshot ? undefined : `${clusterIdentifier}-final`,
        preferredMaintenanceWindow: args.maintenanceWindow,
        maintenanceTrackName: args.track ?? MaintenanceTrack.Current,
        tags,
      },
      child,
    );
    if (logExports.length > 0) {
      new redshift.Logging(
        `${name}-logging`,
        { clusterIdentifier: cluster.clusterIdentifier, logDestinationType: "cloudwatch", logExports },
        child,
      );
    }
    if (args.pause) {
      new ClusterPause(
        `${name}-schedule`,
        {
          ...args.pause,
          clusterIdentifier: cluster.clusterIdentifier,
          roleName: args.schedulerRoleName ?? `${clusterIdentifier}-scheduler`,
          tags,
        },
        // It holds no data.
        { ...child, protect: false },
      );
    }

    this.clusterIdentifier = cluster.clusterIdentifier;
    this.database = cluster.databaseName;
    this.adminSecretArn = cluster.masterPasswordSecretArn;
    this.registerOutputs({
      clusterIdentifier: this.clusterIdentifier,
      database: this.database,
      adminSecretArn: this.adminSecretArn,
    });
  }
}

/** What a user ran is logged only where a parameter says so, too. */
const parametersFor = (logExports: string[]) => [
  { name: "require_ssl", value: "true" },
  ...(logExports.includes("useractivitylog") ? [{ name: "enable_user_activity_logging", value: "true" }] : []),
];
