import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as redshift from "@pulumi/aws/redshift";
import * as redshiftdata from "@pulumi/aws/redshiftdata";
import * as pulumi from "@pulumi/pulumi";

/** A cluster with what stands about it; the configuration `other` gives each of them another value that needs no new one. */
const other = new pulumi.Config().getBoolean("other") ?? false;
const name = "shop";

const trust = (Service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } }],
  });
const roleOf = (what: string, service: string) =>
  new iam.Role(what, { name: `${name}-${what}`, assumeRolePolicy: trust(service) }).arn;
const copy = roleOf("copy", "redshift.amazonaws.com");
const unload = roleOf("unload", "redshift.amazonaws.com");
const scheduler = roleOf("scheduler", "scheduler.redshift.amazonaws.com");

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, i) =>
    new ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-1${zone}` }),
);
const subnetGroup = new redshift.SubnetGroup("subnets", {
  name,
  description: "for tests",
  subnetIds: other ? subnets.map(({ id }) => id) : [subnets[0].id],
});
const parameters = new redshift.ParameterGroup("parameters", {
  name,
  family: "redshift-1.0",
  description: "for tests",
  parameters: [
    { name: "require_ssl", value: "true" },
    { name: "wlm_json_configuration", value: JSON.stringify([{ auto_wlm: true, short_query_queue: other }]) },
  ],
});

const cluster = new redshift.Cluster("cluster", {
  clusterIdentifier: name,
  databaseName: "sales",
  masterUsername: "boss",
  manageMasterPassword: true,
  nodeType: "ra3.large",
  numberOfNodes: other ? 3 : 2,
  clusterSubnetGroupName: subnetGroup.name,
  clusterParameterGroupName: parameters.name,
  enhancedVpcRouting: true,
  automatedSnapshotRetentionPeriod: other ? 7 : 3,
  preferredMaintenanceWindow: "sun:03:00-sun:04:00",
  maintenanceTrackName: other ? "trailing" : "current",
  finalSnapshotIdentifier: `${name}-final`,
  tags: { team: other ? "shop" : "bank" },
});
const roles = new redshift.ClusterIamRoles("roles", {
  clusterIdentifier: cluster.clusterIdentifier,
  iamRoleArns: other ? [copy, unload] : [copy],
  defaultIamRoleArn: copy,
});
new redshift.Logging("logging", {
  clusterIdentifier: cluster.clusterIdentifier,
  logDestinationType: "cloudwatch",
  logExports: other ? ["userlog", "connectionlog"] : ["userlog"],
});
new redshift.ScheduledAction("pause", {
  name: `${name}-pause`,
  description: "for the night",
  schedule: other ? "cron(0 21 ? * MON-FRI *)" : "cron(0 20 ? * MON-FRI *)",
  iamRole: scheduler,
  targetAction: { pauseCluster: { clusterIdentifier: cluster.clusterIdentifier } },
});
new redshift.UsageLimit("limit", {
  clusterIdentifier: cluster.clusterIdentifier,
  featureType: "concurrency-scaling",
  limitType: "time",
  amount: other ? 90 : 60,
});
const statement = new redshiftdata.Statement("statement", {
  clusterIdentifier: cluster.clusterIdentifier,
  database: cluster.databaseName,
  secretArn: cluster.masterPasswordSecretArn,
  sql: "CREATE TABLE made_by_pulumi (n INTEGER)",
});

export const { endpoint, encrypted, publiclyAccessible } = cluster;
export const secretArn = cluster.masterPasswordSecretArn;
export const defaultRole = roles.defaultIamRoleArn;
export const statementId = statement.id;
