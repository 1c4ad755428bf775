import { strict as assert } from "node:assert";
import { queryCall } from "../../../local/warehouse/query-call";
import { fieldOf, type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("What a cluster has about it", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  let ClusterIdentifier: string;
  const arn = (rest: string) => `arn:aws:redshift:us-east-1:123456789012:${rest}`;

  before(async () => {
    redshift = await localRedshift();
    ({ ClusterIdentifier } = await redshift.makeCluster());
  });
  after(() => redshift.deleteCluster(ClusterIdentifier));

  const ec2 = (Action: string, form: Record<string, string> = {}) => {
    const place = { endpoint: () => redshift.endpoint, region: "us-east-1" };
    return queryCall(place, "ec2", { Action, Version: "2016-11-15", ...form });
  };

  describe("a subnet group", () => {
    let subnets: { id: string; zone: string; vpc: string }[];
    before(async () => {
      const xml = await ec2("DescribeSubnets");
      subnets = xml
        .split("<subnetId>")
        .slice(1)
        .map((text) => {
          const [id] = text.split("<");
          return { id, zone: fieldOf(text, "availabilityZone")!, vpc: fieldOf(text, "vpcId")! };
        });
    });
    const ids = (...some: { id: string }[]) =>
      Object.fromEntries(some.map(({ id }, i) => [`SubnetIds.SubnetIdentifier.${i + 1}`, id]));
    const made = async () => {
      const ClusterSubnetGroupName = unique("subnets");
      const form = { ClusterSubnetGroupName, Description: "for tests", ...ids(subnets[0], subnets[1]) };
      return { ClusterSubnetGroupName, xml: await redshift.call("CreateClusterSubnetGroup", form) };
    };

    it("knows its subnets' VPC and zones, and gives a cluster its place", async () => {
      const { ClusterSubnetGroupName, xml } = await made();
      assert.equal(fieldOf(xml, "VpcId"), subnets[0].vpc);
      const zones = [...xml.matchAll(/<Name>([^<]*)/g)].map(([, zone]) => zone);
      assert.deepEqual(zones.sort(), [subnets[0].zone, subnets[1].zone].sort());
      const { ClusterIdentifier: name } = await redshift.makeCluster({ ClusterSubnetGroupName });
      const cluster = await redshift.call("DescribeClusters", { ClusterIdentifier: name });
      assert.equal(fieldOf(cluster, "VpcId"), subnets[0].vpc);
      assert.ok(zones.includes(fieldOf(cluster, "AvailabilityZone")!));
      await assert.rejects(redshift.call("DeleteClusterSubnetGroup", { ClusterSubnetGroupName }), {
        name: "InvalidClusterSubnetGroupStateFault",
      });
      await redshift.deleteCluster(name);
      await redshift.call("DeleteClusterSubnetGroup", { ClusterSubnetGroupName });
      await assert.rejects(redshift.call("DescribeClusterSubnetGroups", { ClusterSubnetGroupName }), {
        name: "ClusterSubnetGroupNotFoundFault",
      });
    });

    it("takes other subnets, and tags", async () => {
      const { ClusterSubnetGroupName } = await made();
      const form = { ClusterSubnetGroupName, Description: "other", ...ids(subnets[2]) };
      const xml = await redshift.call("ModifyClusterSubnetGroup", form);
      assert.deepEqual([fieldOf(xml, "SubnetIdentifier"), fieldOf(xml, "Description")], [subnets[2].id, "other"]);
      const ResourceName = arn(`subnetgroup:${ClusterSubnetGroupName}`);
      await redshift.call("CreateTags", { ResourceName, "Tags.Tag.1.Key": "a", "Tags.Tag.1.Value": "1" });
      const shown = await redshift.call("DescribeClusterSubnetGroups", { ClusterSubnetGroupName });
      assert.equal(fieldOf(shown, "Key"), "a");
    });

    it("has no subnet that EC2 has not", async () => {
      const form = { ClusterSubnetGroupName: unique("s"), Description: "x", ...ids({ id: "subnet-none" }) };
      await assert.rejects(redshift.call("CreateClusterSubnetGroup", form), { name: "InvalidSubnet" });
    });
  });

  it("logging is kept and shown, and says of no delivery", async () => {
    const status = async () => redshift.call("DescribeLoggingStatus", { ClusterIdentifier });
    assert.equal(fieldOf(await status(), "LoggingEnabled"), "false");
    const logs = { "LogExports.member.1": "userlog", "LogExports.member.2": "connectionlog" };
    await redshift.call("EnableLogging", { ClusterIdentifier, LogDestinationType: "cloudwatch", ...logs });
    const xml = await status();
    assert.deepEqual([fieldOf(xml, "LoggingEnabled"), fieldOf(xml, "LogDestinationType")], ["true", "cloudwatch"]);
    assert.match(xml, /<LogExports><member>userlog<\/member><member>connectionlog<\/member><\/LogExports>/);
    assert.doesNotMatch(xml, /LastSuccessfulDeliveryTime/);
    await redshift.call("EnableLogging", { ClusterIdentifier, BucketName: redshift.bucket, S3KeyPrefix: "audit/" });
    assert.equal(fieldOf(await status(), "S3KeyPrefix"), "audit/");
    for (const [wrong, name] of [
      [{ BucketName: "no-such-bucket" }, "BucketNotFoundFault"],
      [{ LogDestinationType: "cloudwatch" }, "InvalidParameterValue"],
      [{ LogDestinationType: "cloudwatch", "LogExports.member.1": "all" }, "InvalidParameterValue"],
      [{}, "InvalidParameterValue"],
    ] as const)
      await assert.rejects(
        redshift.call("EnableLogging", { ClusterIdentifier, ...(wrong as Record<string, string>) }),
        { name },
      );
    await redshift.call("DisableLogging", { ClusterIdentifier });
    assert.equal(fieldOf(await status(), "LoggingEnabled"), "false");
  });

  it("usage limits are kept one of a kind, and go with it", async () => {
    const { ClusterIdentifier: limited } = await redshift.makeCluster();
    const kind = { ClusterIdentifier: limited, FeatureType: "concurrency-scaling", LimitType: "time" };
    const xml = await redshift.call("CreateUsageLimit", { ...kind, Amount: "60", BreachAction: "disable" });
    const UsageLimitId = fieldOf(xml, "UsageLimitId")!;
    await assert.rejects(redshift.call("CreateUsageLimit", { ...kind, Amount: "5" }), {
      name: "UsageLimitAlreadyExists",
    });
    await assert.rejects(redshift.call("CreateUsageLimit", { ...kind, LimitType: "data-scanned", Amount: "5" }), {
      name: "InvalidUsageLimit",
    });
    await redshift.call("ModifyUsageLimit", { UsageLimitId, Amount: "90" });
    const shown = await redshift.call("DescribeUsageLimits", { UsageLimitId });
    assert.deepEqual(
      ["Amount", "Period", "BreachAction"].map((name) => fieldOf(shown, name)),
      ["90", "monthly", "disable"],
    );
    await redshift.deleteCluster(limited);
    assert.equal(fieldOf(await redshift.call("DescribeUsageLimits", { UsageLimitId }), "UsageLimitId"), undefined);
    await assert.rejects(redshift.call("DeleteUsageLimit", { UsageLimitId }), { name: "UsageLimitNotFound" });
  });
});
