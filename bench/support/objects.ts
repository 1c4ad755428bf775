import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as fs from "node:fs";
import * as path from "node:path";

export async function makeBucket(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
}

/** @param key with a final slash it is a folder, in which the object gets the file's own name */
export async function putFile(s3: S3Client, Bucket: string, key: string, file: string): Promise<string> {
  const Key = key.endsWith("/") ? `${key}${path.basename(file)}` : key;
  // A stream would be sent in chunks, which moto joins in quadratic time.
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: fs.readFileSync(file) }));
  return `s3://${Bucket}/${Key}`;
}

export async function putText(s3: S3Client, Bucket: string, Key: string, Body: string): Promise<string> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return `s3://${Bucket}/${Key}`;
}

export async function readText(s3: S3Client, Bucket: string, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body!.transformToString();
}

export async function keysBelow(s3: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix }))
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key!));
  return keys;
}
