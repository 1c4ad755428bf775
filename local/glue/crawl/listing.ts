import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { S3Target } from "@aws-sdk/client-glue";
import { globExpression } from "./glob";

export interface S3Object {
  bucket: string;
  key: string;
  size: number;
}

/** An include path. */
export interface Place {
  bucket: string;
  /** Ends with `/`, or is empty. */
  prefix: string;
}

/** @throws when the path is not `s3://BUCKET/...` */
export function placeOf(path: string): Place {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  if (!bucket) throw new Error(`S3 target path ${JSON.stringify(path)} is not of the form s3://BUCKET/PREFIX`);
  return { bucket, prefix: key && !key.endsWith("/") ? `${key}/` : key };
}

/**
 * The objects under a target that hold data: not excluded, not empty, and not hidden from Hive by a leading `_` or `.`.
 * With a SampleSize, at most that many of each folder.
 */
export async function listTarget(s3: S3Client, target: S3Target, signal: AbortSignal): Promise<S3Object[]> {
  const { bucket, prefix } = placeOf(target.Path ?? "");
  const excluded = (target.Exclusions ?? []).map(globExpression);
  const inFolder = new Map<string, number>();
  const found: S3Object[] = [];
  for await (const page of paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: prefix },
    { abortSignal: signal },
  )) {
    for (const { Key: key = "", Size: size = 0 } of page.Contents ?? []) {
      const relative = key.slice(prefix.length);
      const folder = key.slice(0, key.lastIndexOf("/") + 1);
      if (size === 0 || /(^|\/)[_.][^/]*$/.test(relative)) continue;
      if (excluded.some((expression) => expression.test(relative))) continue;
      const count = (inFolder.get(folder) ?? 0) + 1;
      inFolder.set(folder, count);
      if (count <= (target.SampleSize ?? Infinity)) found.push({ bucket, key, size });
    }
  }
  return found;
}
