import { strict as assert } from "node:assert";
import { BucketAccessLogs, type BucketAccessLogsArgs, LogDate } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args: BucketAccessLogsArgs = { bucketName: "acme-raw", logBucketName: "acme-logs" };
const make = (changed: Partial<BucketAccessLogsArgs> = {}) => new BucketAccessLogs("shop", { ...args, ...changed });
const type = "aws:s3/bucketLogging:BucketLogging";

describe("BucketAccessLogs", () => {
  itIsAComponent({
    make: (opts) => new BucketAccessLogs("shop", args, opts),
    type: "s3-to-redshift:source:BucketAccessLogs",
    children: [[type, "shop-logging"]],
    outputs: ({ prefix }) => ({ prefix }),
  });

  it("puts logs under the bucket's name, or the given prefix", async () => {
    const { one } = await deploy(() => make());
    assert.deepEqual(one(type).inputs, { bucket: "acme-raw", targetBucket: "acme-logs", targetPrefix: "acme-raw/" });
    const other = await deploy(() => make({ prefix: "s3/" }));
    assert.equal(other.one(type).inputs.targetPrefix, "s3/");
  });

  it("parts them by date where asked", async () => {
    for (const partitionedBy of [LogDate.EventTime, LogDate.DeliveryTime]) {
      const { one } = await deploy(() => make({ partitionedBy }));
      const partitionDateSource = partitionedBy;
      assert.deepEqual(one(type).inputs.targetObjectKeyFormat, { partitionedPrefix: { partitionDateSource } });
    }
  });

  itRefuses([
    [
      "another date",
      () => make({ partitionedBy: "day" as LogDate }),
      /^partitionedBy: expected "EventTime" or "DeliveryTime", got "day"$/,
    ],
  ]);
});
