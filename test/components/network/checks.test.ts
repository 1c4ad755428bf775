import { strict as assert } from "node:assert";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { checkSameRegion } from "../../../components/network/check-region";
import { checkZones } from "../../../components/network/check-zones";
import { itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

class Parent extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Parent", "shop");
  }
}

describe("zones of subnets", () => {
  const zones = (ids: pulumi.Input<string>[], atLeast = 2) => checkZones(ids, atLeast, "subnetIds", new Parent());

  it("are looked up of all subnets, and may be as many as wanted", async () => {
    const { invokes } = await deploy(() => zones(["subnet-1c", pulumi.output("subnet-1a"), "subnet-1b"], 3));
    assert.equal(invokes.filter(({ token }) => token === "aws:ec2/getSubnet:getSubnet").length, 3);
  });

  it("are left alone at preview where a subnet is yet to be made", async () => {
    await deploy(() => zones(["subnet-1a", new ec2.Subnet("own", { vpcId: "vpc-1" }).id]), { preview: true });
  });

  itRefuses([
    [
      "too few subnets",
      () => zones(["subnet-1a"]),
      /^subnetIds: expected at least 2 subnets, each in a zone of its own, got 1$/,
    ],
    ["too few for Serverless", () => zones(["subnet-1a", "subnet-1b"], 3), /^subnetIds: expected at least 3 subnets,/],
    [
      "a subnet twice",
      () => zones(["subnet-1a", "subnet-1b", "subnet-1a"]),
      /^subnetIds\[2\]: expected another subnet than subnetIds\[0\], got "subnet-1a"$/,
    ],
    [
      "what is no subnet",
      () => zones(["vpc-1", "subnet-1b"]),
      /^subnetIds\[0\]: expected the id of a subnet.*, got "vpc-1"$/,
    ],
    [
      "two subnets of one zone",
      () => zones(["subnet-1a", "subnet-1b", "subnet-2a"]),
      /^subnetIds\[2\]: expected a subnet in another zone than subnetIds\[0\], got "subnet-2a" in eu-west-1a$/,
    ],
    [
      "two subnets of one zone, known only later",
      () => zones([pulumi.output("subnet-1a"), pulumi.output("subnet-2a")]),
      /^subnetIds\[1\]: expected a subnet in another zone than subnetIds\[0\], got "subnet-2a" in eu-west-1a$/,
    ],
  ]);
});

describe("the region of a bucket", () => {
  const elsewhere = { "aws:s3/getBucket:getBucket": () => ({ bucketRegion: "us-west-2" }) };
  const check = () => checkSameRegion("acme-raw", "source.bucketName", new Parent());

  it("is that of the warehouse", async () => {
    const { invokes } = await deploy(check);
    assert.ok(invokes.some(({ token }) => token === "aws:s3/getBucket:getBucket"));
  });

  it("is refused where it is another, which Redshift could not load from", async () => {
    await assert.rejects(deploy(check, { answers: elsewhere }), (error: Error) => {
      assert.equal((error as { __pulumiInputPropertyError?: boolean }).__pulumiInputPropertyError, true, error.stack);
      assert.equal(
        error.message,
        'source.bucketName: expected a bucket in eu-west-1, as the warehouse, got "acme-raw" in us-west-2',
      );
      return true;
    });
  });
});
