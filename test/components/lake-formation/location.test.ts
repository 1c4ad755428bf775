import { strict as assert } from "node:assert";
import { dataLocationArn, LakeFormationLocation, type LakeFormationLocationArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const args: LakeFormationLocationArgs = { bucketArn: "arn:aws:s3:::acme-raw", prefix: "sales/2026/" };
const make = (changed: Partial<LakeFormationLocationArgs> = {}) =>
  new LakeFormationLocation("shop", { ...args, ...changed });
const type = "aws:lakeformation/resource:Resource";

describe("LakeFormationLocation", () => {
  itIsAComponent({
    make: (opts) => new LakeFormationLocation("shop", args, opts),
    type: "s3-to-redshift:lake-formation:LakeFormationLocation",
    children: [[type, "shop-location"]],
    outputs: ({ arn }) => ({ arn }),
  });

  it("registers a part of the bucket with Lake Formation's own role, known at preview", async () => {
    const { one, result } = await deploy(() => make(), { preview: true });
    const arn = "arn:aws:s3:::acme-raw/sales/2026";
    assert.deepEqual(one(type).inputs, { arn, useServiceLinkedRole: true, hybridAccessEnabled: false });
    assert.equal(await valueOf(result.arn), arn);
  });

  it("registers it with another role, and in hybrid access mode, where asked", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/lake";
    const { one } = await deploy(() => make({ roleArn, hybridAccess: true }));
    assert.deepEqual(one(type).inputs, { arn: "arn:aws:s3:::acme-raw/sales/2026", roleArn, hybridAccessEnabled: true });
  });

  it("registers the whole bucket for no prefix", async () => {
    assert.equal((await deploy(() => make({ prefix: "" }))).one(type).inputs.arn, "arn:aws:s3:::acme-raw");
    assert.equal((await deploy(() => make({ prefix: undefined }))).one(type).inputs.arn, "arn:aws:s3:::acme-raw");
  });

  it("has the ARN of a location that is registered already", async () => {
    const { result } = await deploy(() => dataLocationArn("arn:aws:s3:::acme-raw", "sales/"));
    assert.equal(await valueOf(result), "arn:aws:s3:::acme-raw/sales");
  });

  itRefuses([
    ["a prefix without slash", () => make({ prefix: "sales" }), /^prefix: expected a prefix .*, got "sales"$/],
  ]);
});
