import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import { clientsOf, localAws, uniqueName } from "../../support/local-aws";

describe("versioning of a bucket", function () {
  this.timeout(60_000);
  let s3: S3Client;
  let Bucket: string;

  before(async () => {
    s3 = clientsOf(await localAws()).s3;
  });
  beforeEach(async () => {
    Bucket = uniqueName("bucket");
    await s3.send(new CreateBucketCommand({ Bucket }));
  });

  const put = (Status: "Enabled" | "Suspended") =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const status = async () => (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;

  /** All versions and markers that are still there. */
  async function left(): Promise<{ Key: string; VersionId: string }[]> {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key: Key!, VersionId: VersionId! }));
  }

  it("is shown as it was put, and not that of a former bucket of the name", async () => {
    assert.equal(await status(), undefined);
    for (const wanted of ["Enabled", "Suspended", "Enabled", "Suspended"] as const) {
      await put(wanted);
      assert.equal(await status(), wanted);
    }
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await assert.rejects(status(), { name: "NoSuchBucket" });
    await s3.send(new CreateBucketCommand({ Bucket }));
    assert.equal(await status(), undefined);
  });

  it("keeps the other versions when one is deleted, suspended or not", async () => {
    await put("Enabled");
    for (const Body of ["1", "2", "3"]) await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await put("Suspended");
    const [first] = await left();
    await s3.send(new DeleteObjectCommand({ Bucket, ...first }));
    assert.equal((await left()).length, 3);
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: await left() } }));
    assert.deepEqual([Errors, await left()], [undefined, []]);
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });
});
