import type { IncomingMessage, ServerResponse } from "node:http";
import { type BucketPart, methodNotAllowed, noSuchBucket, regionOf } from "./buckets";
import { AwsError } from "./service";

const NAMESPACE = "http://doc.s3.amazonaws.com/2006-03-01";

/**
 * Holds in moto's stead where the buckets' access logs go. moto takes that only where the log bucket lets the logs in; S3 does not
 * ask, and delivers none then. Here none is ever delivered.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html
 */
export class BucketLogging implements BucketPart {
  /** The element LoggingEnabled, as it was put. */
  private readonly byBucket = new Map<string, string>();

  constructor(private readonly motoUrl: string) {}

  /** Answers Get- or PutBucketLogging. @throws AwsError */
  async answer(bucket: string, { method }: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const region = await regionOf(this.motoUrl, bucket);
    if (region === undefined) throw noSuchBucket();
    if (method === "GET") {
      const shown = this.byBucket.get(bucket) ?? "";
      const xml = `<BucketLoggingStatus xmlns="${NAMESPACE}">${shown}</BucketLoggingStatus>`;
      response.writeHead(200, { "content-type": "application/xml" }).end(xml);
    } else if (method === "PUT") {
      const enabled = await this.checked(body, region);
      if (enabled === undefined) this.byBucket.delete(bucket);
      else this.byBucket.set(bucket, enabled);
      response.writeHead(200).end();
    } else throw methodNotAllowed();
  }

  forget(bucket: string): void {
    this.byBucket.delete(bucket);
  }

  /** The element LoggingEnabled of a request; undefined when there is none. @throws AwsError as S3 does */
  private async checked(body: string, region: string): Promise<string | undefined> {
    if (!/<BucketLoggingStatus[\s/>]/.test(body)) throw malformed();
    const [enabled] = /<LoggingEnabled\b[^]*<\/LoggingEnabled>/.exec(body) ?? [];
    if (enabled === undefined) {
      if (/<LoggingEnabled\b/.test(body)) throw malformed();
      return undefined;
    }
    const [, target] = /<TargetBucket>([^<]+)<\/TargetBucket>/.exec(enabled) ?? [];
    if (target === undefined || !/<TargetPrefix\b/.test(enabled)) throw malformed();
    const isSimple = /<SimplePrefix\b/.test(enabled);
    const isPartitioned = /<PartitionedPrefix\b/.test(enabled);
    if (/<TargetObjectKeyFormat\b/.test(enabled) && isSimple === isPartitioned) throw malformed();
    if (/<PartitionDateSource>(?!EventTime<|DeliveryTime<)/.test(enabled)) throw malformed();

    const there = await regionOf(this.motoUrl, target);
    if (there === undefined) {
      throw new AwsError("InvalidTargetBucketForLogging", "The target bucket for logging does not exist");
    }
    if (there !== region) {
      // AWS's spelling.
      throw new AwsError("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ", 403);
    }
    if (/<TargetGrants\b/.test(enabled) && !(await this.hasAcls(target))) {
      throw new AwsError(
        "AccessControlListNotSupported",
        "Target grants not allowed for bucket owner enforced buckets",
      );
    }
    return enabled;
  }

  /** A bucket whose ownership controls nobody put has no ACLs on AWS. */
  private async hasAcls(bucket: string): Promise<boolean> {
    const answer = await fetch(`${this.motoUrl}/${bucket}?ownershipControls`);
    return /<ObjectOwnership>(BucketOwnerPreferred|ObjectWriter)</.test(await answer.text());
  }
}

const malformed = () =>
  new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
