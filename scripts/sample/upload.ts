import { HeadObjectCommand, NotFound, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import type { DatasetOutput } from "../pipeline/outputs";
import type { Log } from "../step";
import type { SampleFile } from "./vega";

/**
 * Puts the files where their datasets' locations say, leaving those alone that are there already with the same content.
 *
 * @returns how many were put
 */
export async function upload(s3: S3Client, datasets: DatasetOutput[], files: SampleFile[], log: Log): Promise<number> {
  let put = 0;
  for (const file of files) {
    const dataset = datasets.find(({ name }) => name === file.dataset);
    if (!dataset) {
      throw new Error(`The stack declares no dataset ${file.dataset}, for which ${file.path} is meant`);
    }
    const { bucket, prefix } = parseLocation(dataset.location);
    const target = { Bucket: bucket, Key: prefix + file.name };
    const body = fs.readFileSync(file.path);
    if (await isThere(s3, target, body)) {
      continue;
    }
    log(`s3://${target.Bucket}/${target.Key} (${(body.length / 1e6).toFixed(1)} MB)`);
    await s3.send(new PutObjectCommand({ ...target, Body: body }));
    put++;
  }
  return put;
}

/** The ETag of an object that was put in one part is the MD5 of its content. */
async function isThere(s3: S3Client, target: { Bucket: string; Key: string }, body: Buffer): Promise<boolean> {
  try {
    const { ETag } = await s3.send(new HeadObjectCommand(target));
    return ETag === `"${createHash("md5").update(body).digest("hex")}"`;
  } catch (error) {
    if (error instanceof NotFound) {
      return false;
    }
    throw error;
  }
}

function parseLocation(location: string): { bucket: string; prefix: string } {
  const match = /^s3:\/\/([^/]+)\/(.*)$/.exec(location);
  if (!match) {
    throw new Error(`The location ${location} is not of the form s3://BUCKET/PREFIX/`);
  }
  return { bucket: match[1], prefix: match[2] };
}
