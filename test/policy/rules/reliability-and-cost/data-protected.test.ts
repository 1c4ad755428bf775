import { strict as assert } from "node:assert";
import { dataProtected } from "../../../../policy/rules/reliability-and-cost/data-protected";
import { resource, resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";

const types = [
  "aws:redshiftserverless/namespace:Namespace",
  "aws:redshift/cluster:Cluster",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
];
const required = { required: true };
const found = ["protect: expected true, as this stack asks for it"];

describe("data-protected", () => {
  inOurOwn(dataProtected);
  describe("where it is required", () => {
    inOurOwn(
      dataProtected,
      ["shop-source-bucket", "shop-work-bucket", "shop-warehouse-namespace"].map((name) => `${name}: ${found[0]}`),
      required,
    );
  });

  it("is about what holds data", () => {
    assert.deepEqual(Object.keys(dataProtected.resources), types);
  });

  for (const type of types) {
    describe(type, () => {
      resourceFindings(dataProtected, {
        "is found without protection where it is required": [type, {}, found, required],
        "is fine where it is not": [type, {}, [], { required: false }],
        "is fine where nothing is said": [type, {}, []],
        "need not be known at preview": [type, { bucket: UNKNOWN }, found, required],
      });

      it("is fine with it", async () => {
        assert.deepEqual(await dataProtected.resources[type](resource(type, {}, { isProtected: true }), required), []);
      });
    });
  }
});
