import type { IncomingMessage, ServerResponse } from "node:http";
import type { Head } from "./head";
import { AwsError } from "./service";

/** What of the buckets is held here in moto's stead: their policies, say. */
export interface BucketPart {
  /** Answers the request to read, to write or to delete a bucket's. */
  answer(bucket: string, request: IncomingMessage, body: string, response: ServerResponse): Promise<void>;
  /** Before a bucket is made: it is nothing of what a former one of its name was. */
  forget(bucket: string): void;
}

/** The bucket and the part of it that a request is about. @param parts by sub-resource: `policy` for `/BUCKET?policy` */
export function partOf<P>({ url = "/" }: Head, parts: Record<string, P>): { bucket: string; part: P } | undefined {
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const bucket = bucketIn(pathname);
  const name = Object.keys(parts).find((it) => searchParams.has(it));
  return bucket !== undefined && name !== undefined ? { bucket, part: parts[name] } : undefined;
}

/** The bucket that a request makes: `PUT /BUCKET` without a sub-resource. */
export function createdBucket({ method, url = "/" }: Head): string | undefined {
  const { pathname, searchParams } = new URL(url, "http://gateway");
  // The JavaScript SDK adds the operation's name as x-id.
  const isPlain = [...searchParams.keys()].every((key) => key === "x-id");
  return method === "PUT" && isPlain ? bucketIn(pathname) : undefined;
}

const bucketIn = (pathname: string) => /^\/([^/]+)\/?$/.exec(pathname)?.[1];

/** The region of a bucket; undefined when there is no such bucket. */
export async function regionOf(motoUrl: string, bucket: string): Promise<string | undefined> {
  const { status, headers } = await fetch(`${motoUrl}/${bucket}`, { method: "HEAD" });
  return status === 404 ? undefined : (headers.get("x-amz-bucket-region") ?? "");
}

export const noSuchBucket = () => new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);

export const methodNotAllowed = () =>
  new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource", 405);
