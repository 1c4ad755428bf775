import { strict as assert } from "node:assert";
import { BucketEvents } from "../../../components";
import { itIsAComponent } from "../../support/component";
import { deploy } from "../../support/harness";

const args = { bucketName: "acme-raw" };
const type = "aws:s3/bucketNotification:BucketNotification";

describe("BucketEvents", () => {
  itIsAComponent({
    make: (opts) => new BucketEvents("shop", args, opts),
    type: "s3-to-redshift:source:BucketEvents",
    children: [[type, "shop-notification"]],
    outputs: ({ bucketName }) => ({ bucketName }),
  });

  it("sends the events of an existing bucket to EventBridge, and nowhere else", async () => {
    const { one } = await deploy(() => new BucketEvents("shop", args));
    assert.deepEqual(one(type).inputs, { bucket: "acme-raw", eventbridge: true });
  });
});
