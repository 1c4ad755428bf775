import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import { clientsOf, localAws, makeBucket, uniqueName } from "../../support/local-aws";

describe("bucket policies", function () {
  this.timeout(60_000);
  let s3: S3Client;
  before(async () => {
    ({ s3 } = clientsOf(await localAws()));
  });

  const tlsOnly = (bucket: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `arn:aws:s3:::${bucket}/*`,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  const named = (name: string) => (error: Error) => error.name === name;

  it("are kept as they were put, until they are deleted", async () => {
    const Bucket = await makeBucket(s3);
    await assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket })), named("NoSuchBucketPolicy"));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: tlsOnly(Bucket) }));
    assert.equal((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy, tlsOnly(Bucket));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket })), named("NoSuchBucketPolicy"));
  });

  it("that ask for TLS do not keep the account's own objects out", async () => {
    const Bucket = await makeBucket(s3);
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: tlsOnly(Bucket) }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "b" }));
  });

  it("are refused where they are no JSON, or there is no bucket", async () => {
    const Bucket = await makeBucket(s3);
    await assert.rejects(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: "{" })), named("MalformedPolicy"));
    const missing = uniqueName("missing");
    await assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket: missing })), named("NoSuchBucket"));
  });

  it("go with their bucket", async () => {
    const Bucket = await makeBucket(s3);
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: tlsOnly(Bucket) }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await s3.send(new CreateBucketCommand({ Bucket }));
    await assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket })), named("NoSuchBucketPolicy"));
  });
});
