import { GetKeyPolicyCommand, KMSClient, NotFoundException } from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, S3Client } from "@aws-sdk/client-s3";
import { parseDocument, type PolicyDocument } from "../../policy/iam/document";
import { arn, type Need, type Place } from "./need";
import type { S3Request } from "./s3";

/**
 * KMS keys: which one encrypts a bucket, and who may use it. Asked of moto once, until it is changed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export class Keys {
  private readonly s3: S3Client;
  private readonly kms: KMSClient;
  private readonly ofBuckets = new Map<string, Promise<string | undefined>>();
  private readonly policies = new Map<string, Promise<PolicyDocument[]>>();

  constructor(
    motoUrl: string,
    private readonly place: Place,
  ) {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const config = { endpoint: motoUrl, region: place.region, credentials };
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.kms = new KMSClient(config);
  }

  /** What S3 asks KMS for on the caller's behalf: to read an object, and to write one, of which a part reads what was written. */
  async needs({ bucket, key, method, query }: S3Request): Promise<Need[]> {
    const isCall = bucket !== undefined && key !== undefined && ["GET", "HEAD", "PUT", "POST"].includes(method);
    const keyArn = isCall && !query.has("tagging") && !query.has("acl") ? await this.keyOf(bucket) : undefined;
    if (keyArn === undefined) return [];
    const isReading = method === "GET" || method === "HEAD";
    const isOfParts = query.has("uploads") || query.has("uploadId");
    const actions = isReading ? ["Decrypt"] : isOfParts ? ["GenerateDataKey", "Decrypt"] : ["GenerateDataKey"];
    const context = {
      "kms:ViaService": `s3.${this.place.region}.amazonaws.com`,
      "kms:CallerAccount": this.place.accountId,
    };
    return actions.map((action) => ({ action: `kms:${action}`, resources: [keyArn], context }));
  }

  /** The policy of the key of an ARN. */
  policiesOf(keyArn: string): Promise<PolicyDocument[]> {
    return once(this.policies, keyArn, async () => {
      try {
        const { Policy } = await this.kms.send(new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }));
        return [parseDocument(Policy)];
      } catch (error) {
        if (error instanceof NotFoundException) return [];
        throw error;
      }
    });
  }

  /** After whatever may have changed a bucket's encryption or a key's policy. */
  forget(): void {
    this.ofBuckets.clear();
    this.policies.clear();
  }

  close(): void {
    this.s3.destroy();
    this.kms.destroy();
  }

  private keyOf(bucket: string): Promise<string | undefined> {
    return once(this.ofBuckets, bucket, async () => {
      const command = new GetBucketEncryptionCommand({ Bucket: bucket });
      // A bucket that is not there, or states no encryption, has no key of ours.
      const answer = await this.s3.send(command).catch(() => undefined);
      const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
      if (!rule?.SSEAlgorithm?.startsWith("aws:kms") || rule.KMSMasterKeyID === undefined) return undefined;
      const id = rule.KMSMasterKeyID;
      return id.startsWith("arn:") ? id : arn("kms", this.place, `key/${id}`);
    });
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  let value = known.get(key);
  if (!value) {
    value = ask();
    known.set(key, value);
    value.catch(() => known.delete(key));
  }
  return value;
}
