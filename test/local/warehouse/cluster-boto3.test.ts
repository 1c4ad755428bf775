import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PYTHON } from "../../support/local-aws";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

/** AWS's own client of the query protocol reads the answers: their shape, lists, numbers, times, and what its waiters wait for. */
const SCRIPT = `
import boto3, json, sys
endpoint, name, role = sys.argv[1:]
redshift = boto3.client("redshift", endpoint_url=endpoint, region_name="us-east-1",
                        aws_access_key_id="local", aws_secret_access_key="local")
redshift.create_cluster_parameter_group(ParameterGroupName=name, ParameterGroupFamily="redshift-1.0", Description="d", Tags=[{"Key": "a", "Value": "1"}])
redshift.modify_cluster_parameter_group(ParameterGroupName=name, Parameters=[{"ParameterName": "require_ssl", "ParameterValue": "true"}])
redshift.create_cluster(ClusterIdentifier=name, NodeType="ra3.large", ClusterType="multi-node", NumberOfNodes=2, MasterUsername="boss",
    ManageMasterPassword=True, ClusterParameterGroupName=name, IamRoles=[role], DefaultIamRoleArn=role, Tags=[{"Key": "a", "Value": "1"}])
redshift.get_waiter("cluster_available").wait(ClusterIdentifier=name)
cluster = redshift.describe_clusters(ClusterIdentifier=name)["Clusters"][0]
logging = redshift.enable_logging(ClusterIdentifier=name, LogDestinationType="cloudwatch", LogExports=["userlog"])
parameters = redshift.describe_cluster_parameters(ParameterGroupName=name, Source="user")["Parameters"]
everything = redshift.describe_cluster_parameters(ParameterGroupName="default.redshift-2.0")["Parameters"]
limit = redshift.create_usage_limit(ClusterIdentifier=name, FeatureType="spectrum", LimitType="data-scanned", Amount=3)
limits = redshift.describe_usage_limits(ClusterIdentifier=name)["UsageLimits"]
login = redshift.get_cluster_credentials_with_iam(ClusterIdentifier=name, DbName="dev", DurationSeconds=900)
tags = redshift.describe_tags(ResourceName="arn:aws:redshift:us-east-1:123456789012:cluster:" + name)["TaggedResources"]
redshift.delete_cluster(ClusterIdentifier=name, SkipFinalClusterSnapshot=True)
redshift.get_waiter("cluster_deleted").wait(ClusterIdentifier=name)
redshift.delete_cluster_parameter_group(ParameterGroupName=name)
try:
    redshift.describe_clusters(ClusterIdentifier=name)
except redshift.exceptions.ClusterNotFoundFault as error:
    missing = error.response["Error"]
print(json.dumps({"cluster": cluster, "logging": logging, "parameters": parameters, "everything": len(everything), "limit": limit,
                  "limits": limits, "login": login, "tags": tags, "missing": missing}, default=str))
`;

describe("boto3", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  before(async () => {
    redshift = await localRedshift();
  });

  it("reads what Redshift answers", async () => {
    const name = unique("boto");
    const args = ["-c", SCRIPT, redshift.endpoint, name, redshift.copyRole];
    const { stdout } = await promisify(execFile)(PYTHON, args);
    const { cluster, logging, parameters, everything, limit, limits, login, tags, missing } = JSON.parse(stdout);
    const { Endpoint, ClusterNodes, IamRoles, ClusterParameterGroups, ...plain } = cluster;
    assert.deepEqual([Endpoint.Port, ClusterNodes.length, plain.NumberOfNodes, plain.Encrypted], [5439, 3, 2, true]);
    assert.deepEqual(IamRoles, [{ IamRoleArn: redshift.copyRole, ApplyStatus: "in-sync" }]);
    assert.deepEqual([plain.Tags, plain.DefaultIamRoleArn], [[{ Key: "a", Value: "1" }], redshift.copyRole]);
    const [group] = ClusterParameterGroups;
    assert.deepEqual([group.ParameterGroupName, group.ParameterApplyStatus], [name, "in-sync"]);
    assert.deepEqual(group.ClusterParameterStatusList[0], {
      ...{ ParameterName: "auto_analyze", ParameterApplyStatus: "in-sync" },
    });
    assert.deepEqual([plain.VpcSecurityGroups, plain.ClusterSecurityGroups, plain.PendingModifiedValues], [[], [], {}]);
    assert.ok(Math.abs(Date.parse(plain.ClusterCreateTime) - Date.now()) < 60_000, plain.ClusterCreateTime);
    assert.deepEqual([logging.LoggingEnabled, logging.LogExports], [true, ["userlog"]]);
    assert.deepEqual([parameters.length, parameters[0].ParameterValue, parameters[0].IsModifiable], [1, "true", true]);
    assert.equal(everything, 14);
    assert.deepEqual([limit.Amount, limit.Period, limits.length], [3, "monthly", 1]);
    assert.match(login.DbUser, /^IAM:/);
    assert.deepEqual(tags[0].Tag, { Key: "a", Value: "1" });
    assert.deepEqual(missing, { Type: "Sender", Code: "ClusterNotFound", Message: `Cluster ${name} not found.` });
  });
});
