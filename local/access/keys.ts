import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  NotFoundException,
} from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, S3Client } from "@aws-sdk/client-s3";
import { motoClient } from "../moto-client";
import { parseDocument, type PolicyDocument } from "../../policy/iam/document";
import { arn, type Need, type Place } from "./need";
import { once } from "./once";
import { copySource, type S3Request } from "./s3";

/**
 * KMS keys: which one encrypts a bucket, and who may use it. Asked of moto once, until it is changed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export class Keys {
  private readonly s3: S3Client;
  private readonly kms: KMSClient;
  private readonly ofBuckets = new Map<string, Promise<string | undefined>>();
  private readonly aliases = new Map<string, Promise<string[]>>();
  private readonly policies = new Map<string, Promise<PolicyDocument[]>>();

  constructor(
    motoUrl: string,
    private readonly place: Place,
  ) {
    const config = motoClient(motoUrl, place.region);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.kms = new KMSClient(config);
  }

  /**
   * What S3 asks KMS for on the caller's behalf: to read an object, of which a copy is made too, and to write one, of which a part
   * reads what was written.
   */
  async needs(request: S3Request): Promise<Need[]> {
    const { bucket, key, method, query } = request;
    const isCall = bucket !== undefined && key !== undefined && ["GET", "HEAD", "PUT", "POST"].includes(method);
    if (!isCall || query.has("tagging") || query.has("acl")) return [];
    const withKey = (keyArn: string | undefined, ...actions: string[]) =>
      keyArn === undefined ? [] : this.through("s3", keyArn, actions);
    if (method === "GET" || method === "HEAD") return withKey(await this.keyOf(bucket), "Decrypt");
    const source = copySource(request);
    const copied = source === undefined ? [] : withKey(await this.keyOf(source.split("/")[0]), "Decrypt");
    const parts = query.has("uploads") || query.has("uploadId") ? ["Decrypt"] : [];
    return [...copied, ...withKey(await this.keyFor(request, bucket), "GenerateDataKey", ...parts)];
  }

  /** What a service asks KMS for on the caller's behalf. */
  through(service: string, keyArn: string, actions: string[], more: Need["context"] = {}): Need[] {
    const context = {
      ...more,
      "kms:ViaService": `${service}.${this.place.region}.amazonaws.com`,
      "kms:CallerAccount": this.place.accountId,
    };
    return actions.map((action) => ({ action: `kms:${action}`, resources: [keyArn], context }));
  }

  /**
   * The need with the keys that its aliases stand for, and all aliases of those.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
   */
  async whole(need: Need): Promise<Need> {
    if (!need.action.startsWith("kms:")) return need;
    const resources = await Promise.all(need.resources.map(async (arn) => (await this.arnOf(arn)) ?? arn));
    const aliases = await Promise.all(resources.map((keyArn) => this.aliasesOf(keyArn)));
    return { ...need, resources, context: { ...need.context, "kms:ResourceAliases": aliases.flat() } };
  }

  /** The key of an id, ARN or alias; undefined for a service's own, which all of the account may use through it. */
  async arnOf(id: string): Promise<string | undefined> {
    const [alias] = /alias\/.+$/.exec(id) ?? [];
    if (alias?.startsWith("alias/aws/")) return undefined;
    const named = id.startsWith("arn:") ? id : arn("kms", this.place, alias ?? `key/${id}`);
    if (alias === undefined) return named;
    const answer = await this.kms.send(new DescribeKeyCommand({ KeyId: alias })).catch(() => undefined);
    return answer?.KeyMetadata?.Arn ?? named;
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

  /** After whatever may have changed a bucket's encryption, a key's policy or its aliases. */
  forget(): void {
    this.ofBuckets.clear();
    this.aliases.clear();
    this.policies.clear();
  }

  close(): void {
    this.s3.destroy();
    this.kms.destroy();
  }

  private aliasesOf(keyArn: string): Promise<string[]> {
    return once(this.aliases, keyArn, async () => {
      try {
        const { Aliases = [] } = await this.kms.send(new ListAliasesCommand({ KeyId: keyArn }));
        return Aliases.map(({ AliasName }) => AliasName!);
      } catch (error) {
        if (error instanceof NotFoundException) return [];
        throw error;
      }
    });
  }

  /** The key that encrypts what a request writes: the bucket's where it says nothing of encryption. */
  private async keyFor({ headers }: S3Request, bucket: string): Promise<string | undefined> {
    const algorithm = headers["x-amz-server-side-encryption"];
    if (algorithm === undefined) return this.keyOf(bucket);
    const id = headers["x-amz-server-side-encryption-aws-kms-key-id"];
    return /^aws:kms/.test(String(algorithm)) && id !== undefined ? this.arnOf(String(id)) : undefined;
  }

  private keyOf(bucket: string): Promise<string | undefined> {
    return once(this.ofBuckets, bucket, async () => {
      const command = new GetBucketEncryptionCommand({ Bucket: bucket });
      // A bucket that is not there, or states no encryption, has no key of ours.
      const answer = await this.s3.send(command).catch(() => undefined);
      const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
      if (!rule?.SSEAlgorithm?.startsWith("aws:kms") || rule.KMSMasterKeyID === undefined) return undefined;
      return this.arnOf(rule.KMSMasterKeyID);
    });
  }
}
