import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { randomBytes } from "node:crypto";
import { motoClient } from "../moto-client";
import type { S3Request } from "../access/s3";
import type { Happened } from "./event";

/** Sub-resources whose PUT or POST makes no object. */
const NOT_THE_OBJECT = [
  "acl",
  "tagging",
  "retention",
  "legal-hold",
  "partNumber",
  "uploads",
  "restore",
  "select",
  "torrent",
];

/**
 * What S3 tells EventBridge: that an object was created. moto tells it too, in another shape, but no rule of moto's has targets.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export class S3Events {
  private readonly client: S3Client;
  private sequence = 0;

  constructor(
    motoUrl: string,
    private readonly place: { region: string; accountId: string },
    private readonly emit: (happened: Happened) => void,
  ) {
    this.client = new S3Client({ ...motoClient(motoUrl, place.region), forcePathStyle: true });
  }

  /** After a bucket that tells carried out a request. */
  async heed(request: S3Request): Promise<void> {
    const reason = reasonOf(request);
    const happened = reason && (await this.created(request.bucket!, request.key!, reason));
    if (happened) this.emit(happened);
  }

  close(): void {
    this.client.destroy();
  }

  /** Undefined when the object is gone already. */
  private async created(Bucket: string, Key: string, reason: string): Promise<Happened | undefined> {
    const object = await this.client.send(new HeadObjectCommand({ Bucket, Key })).catch(() => undefined);
    if (!object) return undefined;
    const { VersionId } = object;
    this.sequence += 1;
    return {
      source: "aws.s3",
      type: "Object Created",
      resources: [`arn:aws:s3:::${Bucket}`],
      detail: {
        version: "0",
        bucket: { name: Bucket },
        object: {
          key: Key,
          size: object.ContentLength,
          etag: object.ETag?.replace(/"/g, ""),
          ...(VersionId !== undefined && VersionId !== "null" && { "version-id": VersionId }),
          sequencer: this.sequence.toString(16).toUpperCase().padStart(18, "0"),
        },
        "request-id": randomBytes(8).toString("hex").toUpperCase(),
        requester: this.place.accountId,
        "source-ip-address": "127.0.0.1",
        reason,
      },
    };
  }
}

/** How the request made an object; undefined when it made none. */
function reasonOf({ method, key, query, headers }: S3Request): string | undefined {
  if (key === undefined || NOT_THE_OBJECT.some((name) => query.has(name))) return undefined;
  if (method === "POST") return query.has("uploadId") ? "CompleteMultipartUpload" : undefined;
  if (method !== "PUT") return undefined;
  return headers["x-amz-copy-source"] === undefined ? "PutObject" : "CopyObject";
}
