import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { Act } from "../decision";

const s3Arn = (path: string) => `arn:aws:s3:::${path}`;

export const read = (what: string, Bucket: string, Key: string): Act => ({
  ...{ what: `read ${what}`, action: "s3:GetObject", resource: s3Arn(`${Bucket}/${Key}`) },
  call: ({ s3 }) => s3.send(new GetObjectCommand({ Bucket, Key })),
});

export const write = (what: string, Bucket: string, Key: string): Act => ({
  ...{ what: `write ${what}`, action: "s3:PutObject", resource: s3Arn(`${Bucket}/${Key}`) },
  call: ({ s3 }) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" })),
});

export const remove = (what: string, Bucket: string, Key: string): Act => ({
  ...{ what: `delete ${what}`, action: "s3:DeleteObject", resource: s3Arn(`${Bucket}/${Key}`) },
  call: ({ s3 }) => s3.send(new DeleteObjectCommand({ Bucket, Key })),
});

/** By DeleteObjects. */
export const removeTogether = (what: string, Bucket: string, Key: string): Act => ({
  ...remove(`${what}, several at once`, Bucket, Key),
  call: ({ s3 }) => s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } })),
});

export const list = (what: string, Bucket: string, Prefix?: string): Act => ({
  ...{ what: `list ${what}`, action: "s3:ListBucket", resource: s3Arn(Bucket) },
  context: Prefix === undefined ? {} : { "s3:prefix": Prefix },
  call: ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket, Prefix })),
});
