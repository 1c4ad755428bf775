import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import { keyThroughS3, type Statement } from "../../../components/access/documents";
import type { LocalAws } from "../../../local/aws";
import { clientConfig, clientsOf, localAws, makeBucket, uniqueName } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

describe("a bucket that a KMS key encrypts", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let kms: KMSClient;
  let Bucket: string;
  let keyArn: string;
  /** That no key encrypts. */
  let plain: string;

  before(async () => {
    aws = await localAws();
    kms = new KMSClient(clientConfig(aws));
    const { s3 } = clientsOf(aws);
    Bucket = await makeBucket(s3);
    keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    await encryptWith(keyArn);
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    plain = await makeBucket(s3, { a: "a" });
  });

  async function encryptWith(KMSMasterKeyID: string): Promise<void> {
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID };
    const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
    const command = new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration });
    await clientsOf(aws).s3.send(command);
  }
  /** S3 as a new role that may do all with the bucket, and with the key what is given. */
  async function as(...statements: Statement[]): Promise<S3Client> {
    const managed = ["arn:aws:iam::aws:policy/AmazonS3FullAccess"];
    const { Arn } = await roleOf(clientsOf(aws).iam, { statements, managed });
    return new S3Client({ ...(await sessionConfig(aws, Arn)), forcePathStyle: true });
  }
  const read = (s3: S3Client) => s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
  const write = (s3: S3Client) => s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "b" }));
  const parts = (s3: S3Client) => s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "c" }));
  const using = (...actions: string[]) => as(...keyThroughS3(place, keyArn, actions));
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

  it("is copied from with kms:Decrypt, and into with kms:GenerateDataKey", async () => {
    const copy = (s3: S3Client, from: string, to: string) =>
      s3.send(new CopyObjectCommand({ Bucket: to, Key: "copy", CopySource: `${from}/a` }));
    const [none, reading, writing] = [await as(), await using("kms:Decrypt"), await using("kms:GenerateDataKey")];
    await copy(none, plain, plain);
    await assert.rejects(copy(none, plain, Bucket), refused("GenerateDataKey"));
    await copy(writing, plain, Bucket);
    await assert.rejects(copy(none, Bucket, plain), refused("Decrypt"));
    await copy(reading, Bucket, plain);
    await assert.rejects(copy(reading, Bucket, Bucket), refused("GenerateDataKey"));
    await assert.rejects(copy(writing, Bucket, Bucket), refused("Decrypt"));
    await copy(await using("kms:Decrypt", "kms:GenerateDataKey"), Bucket, Bucket);
  });

  it("is copied from in parts with kms:Decrypt", async () => {
    const upload = { Bucket: plain, Key: "parts" };
    const { UploadId } = await clientsOf(aws).s3.send(new CreateMultipartUploadCommand(upload));
    const part = { ...upload, UploadId, PartNumber: 1, CopySource: `${Bucket}/a` };
    await assert.rejects((await as()).send(new UploadPartCopyCommand(part)), refused("Decrypt"));
    await (await using("kms:Decrypt")).send(new UploadPartCopyCommand(part));
  });

  it("counts less than what a request says of encryption", async () => {
    const none = await as();
    const put = (s3: S3Client, more: Partial<PutObjectCommandInput>) =>
      s3.send(new PutObjectCommand({ Bucket, Key: "d", Body: "d", ...more }));
    await put(none, { ServerSideEncryption: "AES256" });
    // That is S3's own key.
    await put(none, { ServerSideEncryption: "aws:kms" });
    const withKey = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn } as const;
    await assert.rejects(put(none, { Bucket: plain, ...withKey }), refused("GenerateDataKey"));
    await put(await using("kms:GenerateDataKey"), { Bucket: plain, ...withKey });
    const copy = new CopyObjectCommand({ Bucket: plain, Key: "e", CopySource: `${plain}/a`, ...withKey });
    await assert.rejects(none.send(copy), refused("GenerateDataKey"));
    const start = new CreateMultipartUploadCommand({ Bucket: plain, Key: "f", ...withKey });
    await assert.rejects(none.send(start), refused("GenerateDataKey"));
  });

  it("is not used where the key is allowed through another service, or another key is", async () => {
    const [statement] = keyThroughS3(place, keyArn, ["kms:Decrypt"]);
    const elsewhere = { StringEquals: { "kms:ViaService": "redshift.us-east-1.amazonaws.com" } };
    await assert.rejects(read(await as({ ...statement, Condition: elsewhere })), refused("Decrypt"));
    const another = keyThroughS3(place, keyArn.replace(/[^/]+$/, "other"), ["kms:Decrypt"]);
    await assert.rejects(read(await as(...another)), refused("Decrypt"));
  });

  it("is the same however its key is named, and asks for none where it is S3's own", async () => {
    const AliasName = `alias/${uniqueName("key")}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyArn }));
    const reading = await as(...keyThroughS3(place, keyArn, ["kms:Decrypt"]));
    for (const name of [AliasName, keyArn.replace(/key\/.*/, AliasName), keyArn.split("/")[1]]) {
      await encryptWith(name);
      await read(reading);
      await assert.rejects(write(reading), refused("GenerateDataKey"));
    }
    await encryptWith("alias/aws/s3");
    await write(await as());
    await encryptWith(keyArn);
  });

  it("is known by its aliases too", async () => {
    const AliasName = `alias/${uniqueName("key")}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyArn }));
    const [statement] = keyThroughS3(place, keyArn.replace(/[^/]+$/, "*"), ["kms:Decrypt"]);
    const named = (alias: string) => ({ "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } });
    await read(await as({ ...statement, Condition: { ...statement.Condition, ...named(AliasName) } }));
    const other = await as({ ...statement, Condition: { ...statement.Condition, ...named("alias/other") } });
    await assert.rejects(read(other), refused("Decrypt"));
  });

  it("is asked for by the key's ARN where a call names an alias", async () => {
    const AliasName = `alias/${uniqueName("key")}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyArn }));
    const encrypt = async (resource: string) => {
      const statements = [{ Effect: "Allow", Action: "kms:Encrypt", Resource: resource }];
      const { Arn } = await roleOf(clientsOf(aws).iam, { statements });
      const client = new KMSClient(await sessionConfig(aws, Arn));
      return client.send(new EncryptCommand({ KeyId: AliasName, Plaintext: Buffer.from("a") }));
    };
    await encrypt(keyArn);
    await assert.rejects(encrypt(keyArn.replace(/key\/.*/, AliasName)), refused("Encrypt"));
  });

  it("is asked for by the ciphertext's key, whatever key the call names", async () => {
    const otherArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    const { Arn } = await roleOf(clientsOf(aws).iam, {
      statements: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: otherArn }],
    });
    const client = new KMSClient(await sessionConfig(aws, Arn));
    const sealed = async (KeyId: string) =>
      (await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("a") }))).CiphertextBlob!;
    const decrypt = (CiphertextBlob: Uint8Array, KeyId?: string) =>
      client.send(new DecryptCommand({ CiphertextBlob, KeyId }));

    assert.equal(Buffer.from((await decrypt(await sealed(otherArn))).Plaintext!).toString(), "a");
    await assert.rejects(decrypt(await sealed(keyArn)), refused("Decrypt"));
    await assert.rejects(decrypt(await sealed(keyArn), otherArn), refused("Decrypt"));
    await assert.rejects(decrypt(Buffer.from("no ciphertext")), { name: "AccessDeniedException" });
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
