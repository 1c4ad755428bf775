import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { DataBucket, existingBucket, type SourceBucket } from "../../../components";
import { deploy, valueOf } from "../../support/harness";

describe("existingBucket", () => {
  it("is a source as a bucket of one's own is, with its ARN at preview, and makes nothing", async () => {
    const { result, resources } = await deploy(
      () => {
        const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
        return existingBucket("acme-raw", parent);
      },
      { preview: true },
    );
    assert.equal(await valueOf(result.bucketName), "acme-raw");
    assert.equal(await valueOf(result.arn), "arn:aws:s3:::acme-raw");
    assert.deepEqual(
      resources.map(({ type }) => type).filter((type) => type.startsWith("aws:")),
      [],
    );
    const either: (SourceBucket | DataBucket)[] = [result];
    assert.equal(either.length, 1);
  });
});
