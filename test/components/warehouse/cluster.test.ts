import { strict as assert } from "node:assert";
import { MaintenanceTrack, NodeType, RedshiftCluster, type RedshiftClusterArgs } from "../../../components";
import { itIsAComponent, itRefuses, statementsOf } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const args: RedshiftClusterArgs = {
  clusterIdentifier: "shop-dev",
  copyRoleArn: "arn:aws:iam::123456789012:role/shop-dev-copy",
};
const make = (changed: Partial<RedshiftClusterArgs> = {}) => new RedshiftCluster("shop", { ...args, ...changed });
const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
const pause = { pauseCron: "cron(0 20 ? * MON-FRI *)", resumeCron: "cron(0 6 ? * MON-FRI *)" };
const cluster = "aws:redshift/cluster:Cluster";
const logging = "aws:redshift/logging:Logging";
const parameterGroup = "aws:redshift/parameterGroup:ParameterGroup";
const subnetGroup = "aws:redshift/subnetGroup:SubnetGroup";
const clusterPause = "s3-to-redshift:warehouse:ClusterPause";

describe("RedshiftCluster", () => {
  itIsAComponent({
    make: (opts) => new RedshiftCluster("shop", args, opts),
    type: "s3-to-redshift:warehouse:RedshiftCluster",
    children: [
      [cluster, "shop-cluster"],
      [logging, "shop-logging"],
      [parameterGroup, "shop-parameters"],
    ],
    outputs: ({ clusterIdentifier, database, adminSecretArn }) => ({ clusterIdentifier, database, adminSecretArn }),
  });

  it("is small, encrypted, not public, and leaves a snapshot behind", async () => {
    const { one } = await deploy(() => make());
    assert.deepEqual(one(cluster).inputs, {
      clusterIdentifier: "shop-dev",
      databaseName: "dev",
      nodeType: "ra3.large",
      numberOfNodes: 2,
      masterUsername: "awsuser",
      manageMasterPassword: true,
      iamRoles: [args.copyRoleArn],
      encrypted: "true",
      publiclyAccessible: false,
      enhancedVpcRouting: false,
      clusterParameterGroupName: "shop-dev",
      automatedSnapshotRetentionPeriod: 7,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "shop-dev-final",
      maintenanceTrackName: "current",
    });
  });

  it("takes TLS connections only, and logs who connected and what they ran", async () => {
    const { one } = await deploy(() => make());
    const { name, family, parameters } = one(parameterGroup).inputs;
    assert.deepEqual([name, family], ["shop-dev", "redshift-1.0"]);
    assert.deepEqual(parameters, [
      { name: "require_ssl", value: "true" },
      { name: "enable_user_activity_logging", value: "true" },
    ]);
    assert.deepEqual(one(logging).inputs, {
      clusterIdentifier: "shop-dev",
      logDestinationType: "cloudwatch",
      logExports: ["userlog", "connectionlog", "useractivitylog"],
    });
  });

  it("does not note what users run for a log that nobody asked for", async () => {
    const { one } = await deploy(() => make({ logExports: ["connectionlog"] }));
    assert.deepEqual(one(parameterGroup).inputs.parameters, [{ name: "require_ssl", value: "true" }]);
    assert.deepEqual(one(logging).inputs.logExports, ["connectionlog"]);
    const { resources } = await deploy(() => make({ logExports: [] }));
    assert.ok(!resources.some(({ type }) => type === logging));
  });

  it("keeps COPY's traffic in the VPC whose subnets it is given, unless told otherwise", async () => {
    const subnetIds = ["subnet-1", "subnet-2"];
    const { one } = await deploy(() => make({ subnetIds }));
    assert.deepEqual(one(subnetGroup).inputs, {
      name: "shop-dev",
      description: "Subnets of the cluster shop-dev",
      subnetIds,
    });
    const { clusterSubnetGroupName, enhancedVpcRouting } = one(cluster).inputs;
    assert.deepEqual([clusterSubnetGroupName, enhancedVpcRouting], ["shop-dev", true]);
    const told = await deploy(() => make({ subnetIds, enhancedVpcRouting: false }));
    assert.equal(told.one(cluster).inputs.enhancedVpcRouting, false);
  });

  it("takes what it is given", async () => {
    const { one } = await deploy(() =>
      make({
        database: "shop",
        nodeType: NodeType.Ra34xlarge,
        numberOfNodes: 4,
        securityGroupIds: ["sg-1"],
        snapshotRetentionDays: 35,
        maintenanceWindow: "sun:03:00-sun:04:00",
        track: MaintenanceTrack.Trailing,
        kmsKeyArn,
        tags: { team: "shop" },
      }),
    );
    const { inputs } = one(cluster);
    const expected = {
      databaseName: "shop",
      nodeType: "ra3.4xlarge",
      numberOfNodes: 4,
      vpcSecurityGroupIds: ["sg-1"],
      automatedSnapshotRetentionPeriod: 35,
      preferredMaintenanceWindow: "sun:03:00-sun:04:00",
      maintenanceTrackName: "trailing",
      kmsKeyId: kmsKeyArn,
      masterPasswordSecretKmsKeyId: kmsKeyArn,
      tags: { team: "shop" },
    };
    assert.deepEqual({ ...inputs, ...expected }, inputs);
    assert.deepEqual(one(parameterGroup).inputs.tags, { team: "shop" });
  });

  it("may have a single node, and may be destroyed without a trace", async () => {
    const { one } = await deploy(() => make({ numberOfNodes: 1, skipFinalSnapshot: true }));
    const { numberOfNodes, skipFinalSnapshot, finalSnapshotIdentifier } = one(cluster).inputs;
    assert.equal(numberOfNodes, 1);
    assert.deepEqual([skipFinalSnapshot, finalSnapshotIdentifier], [true, undefined]);
  });

  it("names itself at preview already", async () => {
    const { result } = await deploy(() => make(), { preview: true });
    assert.deepEqual([await valueOf(result.clusterIdentifier), await valueOf(result.database)], ["shop-dev", "dev"]);
  });

  it("pauses and resumes on demand", async () => {
    const { resources, one } = await deploy(() => make({ pause }));
    assert.equal(resources.filter(({ type }) => type === clusterPause).length, 1);
    assert.equal(one("aws:iam/role:Role", "shop-schedule-role").inputs.name, "shop-dev-scheduler");
    const named = await deploy(() => make({ pause, schedulerRoleName: "night-watch" }));
    assert.equal(named.one("aws:iam/role:Role").inputs.name, "night-watch");
  });

  it("lets the scheduler's document be known at preview", async () => {
    const deployment = await deploy(() => make({ pause }), { preview: true });
    const { PauseAndResume } = statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy") as {
      PauseAndResume: { Resource: string[] };
    };
    assert.deepEqual(PauseAndResume.Resource, ["arn:aws:redshift:eu-west-1:123456789012:cluster:shop-dev"]);
  });

  it("protects the cluster when it is protected, and not its schedule", async () => {
    const { one, resources } = await deploy(() => new RedshiftCluster("shop", { ...args, pause }, { protect: true }));
    assert.equal(one(cluster).protect, true);
    for (const { name, protect } of resources.filter(({ name }) => name.startsWith("shop-schedule"))) {
      assert.equal(protect, false, name);
    }
  });

  const window = /^maintenanceWindow: expected a weekly window in UTC such as sun:03:00-sun:04:00, got /;
  itRefuses([
    [
      "a name with two hyphens",
      () => make({ clusterIdentifier: "shop--dev" }),
      /^clusterIdentifier: expected 1 to 63 lower-case letters.*, got "shop--dev"$/,
    ],
    ["a name that ends with one", () => make({ clusterIdentifier: "shop-" }), /^clusterIdentifier: expected/],
    ["a name that is too long", () => make({ clusterIdentifier: "a".repeat(64) }), /^clusterIdentifier: expected/],
    [
      "an older kind of node",
      () => make({ nodeType: "dc2.large" as NodeType }),
      /^nodeType: expected "ra3.large" or .*, got "dc2.large"$/,
    ],
    [
      "a single large node",
      () => make({ nodeType: NodeType.Ra34xlarge, numberOfNodes: 1 }),
      /^numberOfNodes: expected 2 to 64 for ra3.4xlarge, got 1$/,
    ],
    [
      "more nodes than there may be",
      () => make({ numberOfNodes: 17 }),
      /^numberOfNodes: expected 1 to 16 for ra3.large, got 17$/,
    ],
    ["half a node", () => make({ numberOfNodes: 1.5 }), /^numberOfNodes: expected a whole number, got 1.5$/],
    [
      "a cluster without snapshots",
      () => make({ snapshotRetentionDays: 0 }),
      /^snapshotRetentionDays: expected at least 1, got 0$/,
    ],
    ["a window without end", () => make({ maintenanceWindow: "sun:03:00" }), window],
    ["a window at 25 o'clock", () => make({ maintenanceWindow: "sun:25:00-mon:01:00" }), window],
    [
      "an unknown log",
      () => make({ logExports: ["errorlog"] }),
      /^logExports\[0\]: expected "userlog" or .*, got "errorlog"$/,
    ],
    [
      "a pause that is no cron expression",
      () => make({ pause: { ...pause, pauseCron: "8 pm" } }),
      /^pause\.pauseCron: expected cron\(\.\.\.\) .*, got "8 pm"$/,
    ],
  ]);
});
