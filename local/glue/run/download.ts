import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Copies an object into a folder, under its own name.
 * @throws with the text that Glue gives a run whose files are not there.
 */
export async function download(s3: S3Client, uri: string, folder: string): Promise<string> {
  const [, bucket, key] = /^s3a?:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (!bucket) throw new Error(`LAUNCH ERROR | ${uri} is not of the form s3://BUCKET/KEY`);
  const file = path.join(folder, path.posix.basename(key));
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    await pipeline(Body as Readable, fs.createWriteStream(file));
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(
      `LAUNCH ERROR | Error downloading from S3 for bucket: ${bucket}, key: ${key}. ${reason} Please refer logs for details.`,
      { cause: error },
    );
  }
  return file;
}
