import type { IncomingMessage, ServerResponse } from "node:http";
import { type BucketPart, methodNotAllowed, noSuchBucket, regionOf } from "./buckets";

const SUSPENDED =
  '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Suspended</Status></VersioningConfiguration>';

/**
 * Holds in moto's stead which buckets have their versioning suspended. In such a bucket moto takes the deletion of one version for
 * that of all of its key, and fails on the next of the same request. So moto does not hear of it, and goes on to make versions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html
 */
export class BucketVersioning implements BucketPart {
  private readonly suspended = new Set<string>();

  constructor(private readonly motoUrl: string) {}

  /** Answers Get- or PutBucketVersioning. @throws AwsError */
  async answer(bucket: string, { method }: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    if (method !== "GET" && method !== "PUT") throw methodNotAllowed();
    if ((await regionOf(this.motoUrl, bucket)) === undefined) throw noSuchBucket();
    const suspends = method === "PUT" && /<Status>Suspended<\/Status>/.test(body);
    if (suspends) this.suspended.add(bucket);
    if (suspends) response.writeHead(200).end();
    else if (method === "GET" && this.suspended.has(bucket)) {
      response.writeHead(200, { "content-type": "application/xml" }).end(SUSPENDED);
    } else await this.ofMoto(bucket, method, body, response);
  }

  forget(bucket: string): void {
    this.suspended.delete(bucket);
  }

  private async ofMoto(bucket: string, method: "GET" | "PUT", body: string, response: ServerResponse): Promise<void> {
    const content = method === "PUT" ? { body } : {};
    const answer = await fetch(`${this.motoUrl}/${bucket}?versioning`, { method, ...content });
    if (method === "PUT" && answer.ok) this.suspended.delete(bucket);
    response.writeHead(answer.status, { "content-type": "application/xml" }).end(await answer.text());
  }
}
