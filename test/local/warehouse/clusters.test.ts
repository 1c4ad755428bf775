import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { GetSecretValueCommand, DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { strict as assert } from "node:assert";
import * as net from "node:net";
import { Client } from "pg";
import { startupOf } from "../../../local/warehouse/cluster/startup";
import { fieldOf, type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("A provisioned cluster", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  before(async () => {
    redshift = await localRedshift();
  });

  const describeIt = (ClusterIdentifier: string) => redshift.call("DescribeClusters", { ClusterIdentifier });
  const secretOf = async (xml: string) => {
    const SecretId = fieldOf(xml, "MasterPasswordSecretArn");
    const { SecretString } = await redshift.secrets.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(SecretString!) as { username: string; password: string };
  };

  it("is creating in the answer, available at the first look, and gone when it is deleted", async () => {
    const ClusterIdentifier = unique("cluster");
    const created = await redshift.call("CreateCluster", {
      ...{ ClusterIdentifier, NodeType: "ra3.xlplus", ClusterType: "multi-node", NumberOfNodes: "2" },
      ...{ MasterUsername: "boss", ManageMasterPassword: "true", DBName: "", EnhancedVpcRouting: "true" },
      ...{ "Tags.Tag.1.Key": "team", "Tags.Tag.1.Value": "<shop>" },
    });
    assert.equal(fieldOf(created, "ClusterStatus"), "creating");
    const xml = await describeIt(ClusterIdentifier);
    const expected = {
      ...{ ClusterStatus: "available", ClusterAvailabilityStatus: "Available", DBName: "dev", MasterUsername: "boss" },
      ...{ NodeType: "ra3.xlplus", NumberOfNodes: "2", Encrypted: "true", KmsKeyId: "AWS_OWNED_KMS_KEY" },
      ...{ PubliclyAccessible: "false", EnhancedVpcRouting: "true", AutomatedSnapshotRetentionPeriod: "1" },
      ...{ MaintenanceTrackName: "current", ParameterGroupName: "default.redshift-2.0", Port: "5439" },
      ...{ MultiAZ: "Disabled", AvailabilityZoneRelocationStatus: "disabled", AvailabilityZone: "us-east-1a" },
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(fieldOf(xml, name), value, name);
    assert.equal(xml.match(/<NodeRole>[^<]*/g)?.join(), "<NodeRole>LEADER,<NodeRole>COMPUTE-0,<NodeRole>COMPUTE-1");
    assert.match(xml, /<Tags><Tag><Key>team<\/Key><Value>&lt;shop><\/Value><\/Tag><\/Tags>/);
    assert.match(
      fieldOf(xml, "ClusterNamespaceArn")!,
      /^arn:aws:redshift:us-east-1:123456789012:namespace:[\da-f-]{36}$/,
    );
    assert.ok(Math.abs(Date.parse(fieldOf(xml, "ClusterCreateTime")!) - Date.now()) < 60_000);

    await redshift.deleteCluster(ClusterIdentifier);
    await assert.rejects(describeIt(ClusterIdentifier), { name: "ClusterNotFound", status: 404 });
    await assert.rejects(secretOf(xml), { name: "ResourceNotFoundException" });
  });

  it("is reached at its endpoint by the names that Redshift shows, whoever else has them", async () => {
    const made = [await redshift.makeCluster(), await redshift.makeCluster()];
    for (const { ClusterIdentifier } of made) {
      const xml = await describeIt(ClusterIdentifier);
      const { username, password } = await secretOf(xml);
      const place = { host: fieldOf(xml, "Address"), port: Number(fieldOf(xml, "Port")) };
      const login = { ...place, user: username, password };
      const client = new Client({ ...login, database: "dev" });
      await client.connect();
      await client.query(`CREATE TABLE mine AS SELECT '${ClusterIdentifier}' AS name`);
      assert.deepEqual((await client.query("SELECT name FROM mine")).rows, [{ name: ClusterIdentifier }]);
      await client.end();
      for (const [wrong, message] of [
        [{ ...login, database: "other" }, /database "other" does not exist/],
        [{ ...login, database: "dev", password: "wrong" }, /password authentication failed/],
        [{ ...login, database: "dev", ssl: true }, /does not support SSL/],
      ] as const)
        await assert.rejects(new Client(wrong).connect(), message);
    }
    for (const { ClusterIdentifier } of made) await redshift.deleteCluster(ClusterIdentifier);
  });

  it("takes clients that ask for TLS first and do without, and bytes one by one", async () => {
    const { ClusterIdentifier } = await redshift.makeCluster();
    const xml = await describeIt(ClusterIdentifier);
    const socket = net.connect({ host: fieldOf(xml, "Address"), port: Number(fieldOf(xml, "Port")), noDelay: true });
    const answers = socket.iterator({ destroyOnReturn: false });
    const next = async () => ((await answers.next()).value as Buffer).toString("latin1");
    socket.write(Buffer.from("0000000804d2162f", "hex"));
    assert.equal(await next(), "N");
    const startup = startupOf(new Map(Object.entries({ user: "boss", database: "dev" })));
    for (const byte of startup) socket.write(Buffer.from([byte]));
    assert.match(await next(), /^R.*SCRAM-SHA-256/s);
    socket.destroy();
    await redshift.deleteCluster(ClusterIdentifier);
  });

  it("keeps its admin's password in a secret that names the cluster, or takes one", async () => {
    const { ClusterIdentifier } = await redshift.makeCluster();
    const xml = await describeIt(ClusterIdentifier);
    const SecretId = fieldOf(xml, "MasterPasswordSecretArn");
    const { Name, Tags } = await redshift.secrets.send(new DescribeSecretCommand({ SecretId }));
    assert.equal(Name, `redshift!${ClusterIdentifier}-boss`);
    const Value = `arn:aws:redshift:us-east-1:123456789012:cluster:${ClusterIdentifier}`;
    assert.ok(Tags!.some((tag) => tag.Key === "aws:redshift:primaryClusterArn" && tag.Value === Value));

    const { KeyMetadata } = await redshift.kms.send(new CreateKeyCommand({}));
    const MasterPasswordSecretKmsKeyId = KeyMetadata!.Arn!;
    await redshift.call("ModifyCluster", { ClusterIdentifier, MasterPasswordSecretKmsKeyId });
    const { KmsKeyId } = await redshift.secrets.send(new DescribeSecretCommand({ SecretId }));
    const shown = fieldOf(await describeIt(ClusterIdentifier), "MasterPasswordSecretKmsKeyId");
    assert.deepEqual([KmsKeyId, shown], [MasterPasswordSecretKmsKeyId, MasterPasswordSecretKmsKeyId]);

    await assert.rejects(redshift.call("ModifyCluster", { ClusterIdentifier, MasterUserPassword: "Strong123" }), {
      name: "InvalidParameterValue",
    });
    const own = { ManageMasterPassword: "false", MasterUserPassword: "Strong123" };
    await redshift.call("ModifyCluster", { ClusterIdentifier, ...own });
    assert.equal(fieldOf(await describeIt(ClusterIdentifier), "MasterPasswordSecretArn"), undefined);
    const connect = async (password: string) => {
      const place = { host: fieldOf(xml, "Address"), port: Number(fieldOf(xml, "Port")) };
      const client = new Client({ ...place, user: "boss", password, database: "dev" });
      await client.connect();
      await client.end();
    };
    await connect("Strong123");
    await redshift.call("ModifyCluster", { ClusterIdentifier, ManageMasterPassword: "true" });
    await connect((await secretOf(await describeIt(ClusterIdentifier))).password);
    await assert.rejects(connect("Strong123"), /password authentication failed/);
    await redshift.deleteCluster(ClusterIdentifier);
  });

  it("changes what a call names, and nothing else", async () => {
    const { ClusterIdentifier } = await redshift.makeCluster({ AllowVersionUpgrade: "false" });
    const answer = await redshift.call("ModifyCluster", {
      ...{ ClusterIdentifier, AutomatedSnapshotRetentionPeriod: "7", Port: "5440", MaintenanceTrackName: "trailing" },
      ...{ NodeType: "ra3.4xlarge", ClusterType: "multi-node", NumberOfNodes: "3", PubliclyAccessible: "true" },
      ...{ PreferredMaintenanceWindow: "Sun:23:30-Mon:00:30", "VpcSecurityGroupIds.VpcSecurityGroupId.1": "sg-1" },
    });
    assert.equal(fieldOf(answer, "ClusterStatus"), "modifying");
    const xml = await describeIt(ClusterIdentifier);
    const expected = {
      ...{ ClusterStatus: "available", AllowVersionUpgrade: "false", AutomatedSnapshotRetentionPeriod: "7" },
      ...{ Port: "5440", MaintenanceTrackName: "trailing", NumberOfNodes: "3", NodeType: "ra3.4xlarge" },
      ...{ PreferredMaintenanceWindow: "sun:23:30-mon:00:30", PubliclyAccessible: "true", VpcSecurityGroupId: "sg-1" },
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(fieldOf(xml, name), value, name);
    await redshift.call("ResizeCluster", { ClusterIdentifier, NumberOfNodes: "4" });
    assert.equal(fieldOf(await describeIt(ClusterIdentifier), "NumberOfNodes"), "4");
    await redshift.deleteCluster(ClusterIdentifier);
  });

  it("has the roles that are added, and a default among them", async () => {
    const { ClusterIdentifier } = await redshift.makeCluster();
    const other = "arn:aws:iam::123456789012:role/other";
    const roles = async (form: Record<string, string>) => {
      await redshift.call("ModifyClusterIamRoles", { ClusterIdentifier, ...form });
      const xml = await describeIt(ClusterIdentifier);
      const attached = [...xml.matchAll(/<IamRoleArn>([^<]*)/g)].map(([, arn]) => arn);
      return [attached, fieldOf(xml, "DefaultIamRoleArn")];
    };
    const added = { "AddIamRoles.IamRoleArn.1": other, DefaultIamRoleArn: other, RemoveIamRoles: "" };
    assert.deepEqual(await roles(added), [[redshift.copyRole, other], other]);
    await assert.rejects(roles({ DefaultIamRoleArn: `${other}s` }), { name: "InvalidParameterValue" });
    assert.deepEqual(await roles({ DefaultIamRoleArn: "" }), [[redshift.copyRole, other], undefined]);
    await roles({ DefaultIamRoleArn: other });
    // So does the provider when its resource goes.
    const removed = { "RemoveIamRoles.IamRoleArn.1": other, DefaultIamRoleArn: other };
    assert.deepEqual(await roles(removed), [[redshift.copyRole], undefined]);
    await redshift.deleteCluster(ClusterIdentifier);
  });

  it("is listed, by pages, by its tags, and tagged by its ARN", async () => {
    const key = unique("key");
    const { ClusterIdentifier } = await redshift.makeCluster({ "Tags.Tag.1.Key": key, "Tags.Tag.1.Value": "1" });
    const { ClusterIdentifier: other } = await redshift.makeCluster();
    const listed = async (form: Record<string, string>) =>
      [...(await redshift.call("DescribeClusters", form)).matchAll(/<ClusterIdentifier>([^<]*)/g)].map(([, it]) => it);
    assert.deepEqual(await listed({ "TagKeys.TagKey.1": key }), [ClusterIdentifier]);
    assert.ok((await listed({})).includes(other));
    const ResourceName = `arn:aws:redshift:us-east-1:123456789012:cluster:${ClusterIdentifier}`;
    await redshift.call("CreateTags", { ResourceName, "Tags.Tag.1.Key": "b", "Tags.Tag.1.Value": "2" });
    await redshift.call("DeleteTags", { ResourceName, "TagKeys.TagKey.1": key });
    const tags = await redshift.call("DescribeTags", { ResourceName });
    assert.match(tags, /<TaggedResource><Tag><Key>b<\/Key><Value>2<\/Value><\/Tag><ResourceName>/);
    assert.ok(!tags.includes(key));
    await assert.rejects(redshift.call("DescribeTags", { ResourceName: `${ResourceName}s` }), {
      name: "ResourceNotFoundFault",
    });
    for (const name of [ClusterIdentifier, other]) await redshift.deleteCluster(name);
  });

  it("leaves its data in a final snapshot, which is deleted for itself", async () => {
    const { ClusterIdentifier, asAdmin } = await redshift.makeCluster();
    await redshift.executeOn(asAdmin, "CREATE TABLE kept AS SELECT 1 AS n");
    const SnapshotIdentifier = unique("final");
    await assert.rejects(redshift.call("DeleteCluster", { ClusterIdentifier }), {
      name: "InvalidParameterCombination",
    });
    const final = { FinalClusterSnapshotIdentifier: SnapshotIdentifier };
    await redshift.call("DeleteCluster", { ClusterIdentifier, ...final });
    await assert.rejects(describeIt(ClusterIdentifier), { name: "ClusterNotFound" });
    const xml = await redshift.call("DescribeClusterSnapshots", { SnapshotIdentifier });
    assert.deepEqual([fieldOf(xml, "Status"), fieldOf(xml, "ClusterIdentifier")], ["available", ClusterIdentifier]);
    const databases = () =>
      redshift.warehouse.administer(undefined, (client) =>
        client.query("SELECT FROM pg_database WHERE datname LIKE 'snapshot-%'"),
      );
    assert.equal((await databases()).rowCount, 1);
    const { ClusterIdentifier: next } = await redshift.makeCluster();
    await assert.rejects(redshift.call("DeleteCluster", { ClusterIdentifier: next, ...final }), {
      name: "ClusterSnapshotAlreadyExists",
    });
    await redshift.call("DeleteClusterSnapshot", { SnapshotIdentifier });
    assert.equal((await databases()).rowCount, 0);
    await assert.rejects(redshift.call("DescribeClusterSnapshots", { SnapshotIdentifier }), {
      name: "ClusterSnapshotNotFound",
    });
    await redshift.deleteCluster(next);
  });

  it("can be made many at once", async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => redshift.makeCluster()));
    for (const { asAdmin } of made) assert.equal((await redshift.executeOn(asAdmin, "SELECT 1")).Status, "FINISHED");
    await Promise.all(made.map(({ ClusterIdentifier }) => redshift.deleteCluster(ClusterIdentifier)));
  });

  const wrong: [string, Record<string, string>, string][] = [
    ["a name with capitals", { ClusterIdentifier: "Shop" }, "InvalidParameterValue"],
    ["an unknown node type", { NodeType: "ra3.tiny" }, "InvalidParameterValue"],
    ["too few nodes", { NodeType: "ra3.4xlarge" }, "InvalidParameterValue"],
    ["one node of many", { ClusterType: "multi-node" }, "InvalidParameterCombination"],
    ["a weak password", { ManageMasterPassword: "false", MasterUserPassword: "weak" }, "InvalidParameterValue"],
    ["two kinds of password", { MasterUserPassword: "Strong123" }, "InvalidParameterValue"],
    ["no password", { ManageMasterPassword: "false" }, "InvalidParameterCombination"],
    ["a port that RA3 does not take", { Port: "6000" }, "InvalidParameterValue"],
    ["an unknown parameter group", { ClusterParameterGroupName: "none" }, "ClusterParameterGroupNotFound"],
    ["an unknown subnet group", { ClusterSubnetGroupName: "none" }, "ClusterSubnetGroupNotFoundFault"],
    ["an unknown track", { MaintenanceTrackName: "fast" }, "InvalidClusterTrack"],
    ["no automated snapshots on RA3", { AutomatedSnapshotRetentionPeriod: "0" }, "InvalidParameterValue"],
    ["a default role that is none of its roles", { DefaultIamRoleArn: "arn:x" }, "InvalidParameterValue"],
    ["a KMS key without encryption", { Encrypted: "false", KmsKeyId: "arn:k" }, "InvalidParameterCombination"],
    ["a snapshot schedule", { SnapshotScheduleIdentifier: "daily" }, "InvalidParameterValue"],
  ];
  for (const [what, form, name] of wrong) {
    it(`is not made with ${what}`, () => assert.rejects(redshift.makeCluster(form), { name }));
  }

  it("refuses what is not emulated, and says so", async () => {
    for (const action of [
      "RestoreFromClusterSnapshot",
      "CreateSnapshotSchedule",
      "GetClusterCredentials",
      "constructor",
    ])
      await assert.rejects(redshift.call(action), { name: "UnknownOperationException", message: /is not emulated/ });
  });
});
