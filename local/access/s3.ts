import type { Head } from "../gateway/head";
import type { Need } from "./need";

/** What a request to S3 is about. */
export interface S3Request {
  method: string;
  bucket?: string;
  key?: string;
  query: URLSearchParams;
  headers: Head["headers"];
}

/** Path style, or the bucket before `.s3` in the host. */
export function s3Request({ method = "GET", url = "/", headers }: Head): S3Request {
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const virtual = /^(.+)\.s3[.-]/.exec(headers.host ?? "")?.[1];
  const path = decodeURIComponent(pathname.slice(1));
  const slash = path.indexOf("/");
  const [first, rest] = slash < 0 ? [path, ""] : [path.slice(0, slash), path.slice(slash + 1)];
  const [bucket, key] = virtual ? [virtual, path] : [first, rest];
  return { method, bucket: bucket || undefined, key: key || undefined, query: searchParams, headers };
}

/** Actions by sub-resource of a bucket: to read it, and to write or delete it. */
const BUCKET: Record<string, [read: string, write: string]> = {
  accelerate: ["GetAccelerateConfiguration", "PutAccelerateConfiguration"],
  acl: ["GetBucketAcl", "PutBucketAcl"],
  cors: ["GetBucketCORS", "PutBucketCORS"],
  encryption: ["GetEncryptionConfiguration", "PutEncryptionConfiguration"],
  lifecycle: ["GetLifecycleConfiguration", "PutLifecycleConfiguration"],
  location: ["GetBucketLocation", ""],
  logging: ["GetBucketLogging", "PutBucketLogging"],
  notification: ["GetBucketNotification", "PutBucketNotification"],
  "object-lock": ["GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration"],
  ownershipControls: ["GetBucketOwnershipControls", "PutBucketOwnershipControls"],
  policy: ["GetBucketPolicy", "PutBucketPolicy"],
  policyStatus: ["GetBucketPolicyStatus", ""],
  publicAccessBlock: ["GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"],
  replication: ["GetReplicationConfiguration", "PutReplicationConfiguration"],
  requestPayment: ["GetBucketRequestPayment", "PutBucketRequestPayment"],
  tagging: ["GetBucketTagging", "PutBucketTagging"],
  uploads: ["ListBucketMultipartUploads", ""],
  versioning: ["GetBucketVersioning", "PutBucketVersioning"],
  versions: ["ListBucketVersions", ""],
  website: ["GetBucketWebsite", "PutBucketWebsite"],
};

/**
 * What a request needs.
 *
 * @param deleted the keys that the body of DeleteObjects names
 * @returns undefined for what the local AWS has no answer for
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function s3Needs(request: S3Request, deleted?: string[]): Need[] | undefined {
  const { method, bucket, key, query } = request;
  if (bucket === undefined) return method === "GET" ? [{ action: "s3:ListAllMyBuckets", resources: ["*"] }] : undefined;
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (key !== undefined) return objectNeeds(request, `${bucketArn}/${key}`);
  if (method === "POST" && query.has("delete")) {
    // Where none can be read, any may be meant.
    const keys = deleted?.length ? deleted : ["*"];
    return [{ action: "s3:DeleteObject", resources: keys.map((it) => `${bucketArn}/${it}`) }];
  }
  const of = (action: string, context?: Need["context"]) => [
    { action: `s3:${action}`, resources: [bucketArn], context },
  ];
  const listing = {
    "s3:prefix": query.get("prefix") ?? undefined,
    "s3:delimiter": query.get("delimiter") ?? undefined,
    "s3:max-keys": query.get("max-keys") ?? undefined,
  };
  const sub = Object.keys(BUCKET).find((name) => query.has(name));
  if (sub !== undefined) {
    const action = BUCKET[sub][method === "GET" ? 0 : 1];
    return action === "" ? undefined : of(action, sub.startsWith("version") ? listing : undefined);
  }
  if (method === "GET") return of("ListBucket", listing);
  if (method === "HEAD") return of("ListBucket");
  if (method === "PUT") return of("CreateBucket");
  return method === "DELETE" ? of("DeleteBucket") : undefined;
}

/** `BUCKET/KEY` of what a request copies. */
export function copySource({ headers }: S3Request): string | undefined {
  const source = headers["x-amz-copy-source"];
  return typeof source === "string" ? decodeURIComponent(source).replace(/^\//, "").split("?")[0] : undefined;
}

/** Headers that conditions may ask for under their own names. */
const ASKED_HEADERS = [
  "x-amz-acl",
  "x-amz-copy-source",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-storage-class",
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
function conditionKeys({ query, headers }: S3Request): Need["context"] {
  const said = ASKED_HEADERS.filter((name) => headers[name] !== undefined);
  const version = query.get("versionId");
  return {
    ...Object.fromEntries(said.map((name) => [`s3:${name}`, String(headers[name])])),
    ...(version !== null && { "s3:VersionId": version }),
  };
}

function objectNeeds(request: S3Request, objectArn: string): Need[] | undefined {
  const { method, query } = request;
  const versioned = query.has("versionId") ? "Version" : "";
  const context = conditionKeys(request);
  const of = (action: string) => [{ action: `s3:${action}`, resources: [objectArn], context }];
  const isReading = method === "GET" || method === "HEAD";
  if (query.has("acl")) return of(isReading ? `GetObject${versioned}Acl` : `PutObject${versioned}Acl`);
  if (query.has("tagging")) {
    const verb = isReading ? "Get" : method === "PUT" ? "Put" : "Delete";
    return of(`${verb}Object${versioned}Tagging`);
  }
  if (query.has("uploadId") && method === "GET") return of("ListMultipartUploadParts");
  if (query.has("uploadId") && method === "DELETE") return of("AbortMultipartUpload");
  if (isReading) return of(`GetObject${versioned}`);
  if (method === "DELETE") return of(`DeleteObject${versioned}`);
  if (method === "POST") return query.has("uploads") || query.has("uploadId") ? of("PutObject") : undefined;
  const from = copySource(request);
  if (from === undefined) return of("PutObject");
  return [{ action: "s3:GetObject", resources: [`arn:aws:s3:::${from}`] }, ...of("PutObject")];
}

/**
 * What a caller must be allowed for S3 to say that an object is not there, instead of refusing: to list the bucket by the key
 * as prefix.
 *
 * @returns undefined for other requests
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export function needToSeeAbsence({ method, bucket, key }: S3Request): Need | undefined {
  if (bucket === undefined || key === undefined || (method !== "GET" && method !== "HEAD")) return undefined;
  return { action: "s3:ListBucket", resources: [`arn:aws:s3:::${bucket}`], context: { "s3:prefix": key } };
}
