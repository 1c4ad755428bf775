import type { IncomingMessage, ServerResponse } from "node:http";
import { parseDocument, type PolicyDocument } from "../../policy/iam/document";
import { type BucketPart, methodNotAllowed, noSuchBucket, regionOf } from "./buckets";
import { AwsError } from "./service";

const LIMIT = 20 * 1024;

/**
 * Holds the buckets' policies in moto's stead.
 *
 * moto enforces a bucket's policy but reads no conditions, so one that denies whatever does not come over TLS would deny everything.
 * Here it is kept, shown as it was put, and enforced by the gateway.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export class BucketPolicies implements BucketPart {
  private readonly byBucket = new Map<string, string>();

  constructor(private readonly motoUrl: string) {}

  /** Answers Get-, Put- or DeleteBucketPolicy. @throws AwsError */
  async answer(bucket: string, { method }: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    if ((await regionOf(this.motoUrl, bucket)) === undefined) throw noSuchBucket();
    switch (method) {
      case "GET":
        return this.get(bucket, response);
      case "PUT":
        return this.put(bucket, body, response);
      case "DELETE":
        this.byBucket.delete(bucket);
        response.writeHead(204).end();
        return;
      default:
        throw methodNotAllowed();
    }
  }

  has(bucket: string): boolean {
    return this.byBucket.has(bucket);
  }

  /** The policies of an ARN's bucket. */
  of(arn: string): PolicyDocument[] {
    const text = this.byBucket.get(/^arn:[\w-]+:s3:::([^/]+)/.exec(arn)?.[1] ?? "");
    return text === undefined ? [] : [parseDocument(text)];
  }

  forget(bucket: string): void {
    this.byBucket.delete(bucket);
  }

  private get(bucket: string, response: ServerResponse): void {
    const policy = this.byBucket.get(bucket);
    if (policy === undefined) throw new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
    response.writeHead(200, { "content-type": "application/json" }).end(policy);
  }

  private put(bucket: string, body: string, response: ServerResponse): void {
    if (body.length > LIMIT) throw new AwsError("PolicyTooLarge", "The policy is larger than 20 KB");
    try {
      parseDocument(body);
    } catch (error) {
      throw new AwsError("MalformedPolicy", (error as Error).message);
    }
    this.byBucket.set(bucket, body);
    response.writeHead(204).end();
  }
}
