import type { IncomingMessage, ServerResponse } from "node:http";
import { type S3Request, s3Request } from "../access/s3";
import type { BucketPart } from "./buckets";
import type { Head } from "./head";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/**
 * Which buckets tell EventBridge of their objects. moto takes that with the rest of a bucket's notifications, but does not show it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export class BucketNotifications implements BucketPart {
  private readonly telling = new Set<string>();
  private watcher?: (request: S3Request) => void;

  constructor(private readonly motoUrl: string) {}

  /** Answers Get- or PutBucketNotificationConfiguration. */
  async answer(
    bucket: string,
    { method = "GET" }: IncomingMessage,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    const content = method === "PUT" ? { body } : {};
    const answer = await fetch(`${this.motoUrl}/${bucket}?notification`, { method, ...content });
    const text = await answer.text();
    if (answer.ok && method === "PUT") {
      if (body.includes("<EventBridgeConfiguration")) this.telling.add(bucket);
      else this.telling.delete(bucket);
    }
    const isShown = answer.ok && method === "GET" && this.telling.has(bucket);
    response.writeHead(answer.status, { "content-type": "application/xml" });
    response.end(isShown ? withEventBridge(text) : text);
  }

  /** Whom to tell of each request that a bucket which tells has carried out. */
  watch(watcher: (request: S3Request) => void): void {
    this.watcher = watcher;
  }

  forget(bucket: string): void {
    this.telling.delete(bucket);
  }

  /** After S3 answered a request. */
  heed(head: Head, status: number): void {
    const [, bucket] = /^\/([^/?]+)/.exec(head.url ?? "") ?? [];
    if (!this.telling.has(bucket) || status < 200 || status > 299) return;
    this.watcher?.(s3Request(head));
  }
}

/** The other notifications, if there are any, and EventBridge. */
function withEventBridge(xml: string): string {
  const [, others = ""] = /<NotificationConfiguration[^>]*[^/]>([^]*)<\/NotificationConfiguration>/.exec(xml) ?? [];
  const all = `${others}<EventBridgeConfiguration></EventBridgeConfiguration>`;
  return `<NotificationConfiguration xmlns="${NAMESPACE}">${all}</NotificationConfiguration>`;
}
