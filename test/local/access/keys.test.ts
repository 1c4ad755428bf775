import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import { keyThroughS3, type Statement } from "../../../components/access/documents";
import type { LocalAws } from "../../../local/aws";
import { clientConfig, clientsOf, localAws, makeBucket } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

describe("a bucket that a KMS key encrypts", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let kms: KMSClient;
  let Bucket: string;
  let keyArn: string;

  before(async () => {
    aws = await localAws();
    kms = new KMSClient(clientConfig(aws));
    const { s3 } = clientsOf(aws);
    Bucket = await makeBucket(s3);
    keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: keyArn };
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault }] },
      }),
    );
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
  });

  /** S3 as a new role that may do all with the bucket, and with the key what is given. */
  async function as(...statements: Statement[]): Promise<S3Client> {
    const managed = ["arn:aws:iam::aws:policy/AmazonS3FullAccess"];
    const { Arn } = await roleOf(clientsOf(aws).iam, { statements, managed });
    return new S3Client({ ...(await sessionConfig(aws, Arn)), forcePathStyle: true });
  }
  const read = (s3: S3Client) => s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
  const write = (s3: S3Client) => s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "b" }));
  const parts = (s3: S3Client) => s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "c" }));
  const refused = (action: string) => (error: Error) =>
    error.message.includes(`is not authorized to perform: kms:${action} on resource: ${keyArn} because no `);

  it("is read and written only with the key", async () => {
    const s3 = await as();
    await assert.rejects(read(s3), refused("Decrypt"));
    await assert.rejects(write(s3), refused("GenerateDataKey"));
  });

  it("is used through S3 with the statements of this library's roles", async () => {
    const reading = await as(...keyThroughS3(place, keyArn, ["kms:Decrypt"]));
    await read(reading);
    await assert.rejects(write(reading), refused("GenerateDataKey"));
    const writing = await as(...keyThroughS3(place, keyArn, ["kms:GenerateDataKey"]));
    await write(writing);
    // A part is written with what the first one made.
    await assert.rejects(parts(writing), refused("Decrypt"));
    await parts(await as(...keyThroughS3(place, keyArn, ["kms:Decrypt", "kms:GenerateDataKey"])));
  });

  it("is not used where the key is allowed through another service, or another key is", async () => {
    const [statement] = keyThroughS3(place, keyArn, ["kms:Decrypt"]);
    const elsewhere = { StringEquals: { "kms:ViaService": "redshift.us-east-1.amazonaws.com" } };
    await assert.rejects(read(await as({ ...statement, Condition: elsewhere })), refused("Decrypt"));
    const another = keyThroughS3(place, keyArn.replace(/[^/]+$/, "other"), ["kms:Decrypt"]);
    await assert.rejects(read(await as(...another)), refused("Decrypt"));
  });

  it("is not used without the key's own policy, whatever the role may do", async () => {
    const s3 = await as(...keyThroughS3(place, keyArn, ["kms:Decrypt"]));
    const Principal = { AWS: "arn:aws:iam::123456789012:role/somebody" };
    const Statement = [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default", Policy }));
    await assert.rejects(read(s3), /no resource-based policy allows the kms:Decrypt action/);
  });
});
