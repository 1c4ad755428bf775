import { type _Object, type ListObjectsV2CommandInput, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { S3Target } from "@aws-sdk/client-glue";
import type { CrawledFolders } from "./crawled-folders";
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
  const sample = sampleOf(target);
  for await (const { Contents } of pages(s3, { Bucket: bucket, Prefix: prefix }, signal)) sample.take(Contents);
  return sample.taken;
}

/** The same of the folders that were not crawled. A crawled one is listed only for new ones in it, where others are in it. */
export async function listNewFolders(
  s3: S3Client,
  target: S3Target,
  crawled: CrawledFolders,
  signal: AbortSignal,
): Promise<S3Object[]> {
  const { bucket, prefix } = placeOf(target.Path ?? "");
  const sample = sampleOf(target);
  const visit = async (folder: string): Promise<void> => {
    const isCrawled = crawled.has(bucket, folder);
    if (isCrawled && !crawled.hasBelow(bucket, folder)) return;
    const below: string[] = [];
    const listing = { Bucket: bucket, Prefix: folder, Delimiter: "/" };
    for await (const { Contents, CommonPrefixes = [] } of pages(s3, listing, signal)) {
      below.push(...CommonPrefixes.map(({ Prefix = "" }) => Prefix));
      if (!isCrawled) sample.take(Contents);
    }
    for (const inner of below) await visit(inner);
  };
  await visit(prefix);
  return sample.taken;
}

const pages = (s3: S3Client, input: ListObjectsV2CommandInput, abortSignal: AbortSignal) =>
  paginateListObjectsV2({ client: s3 }, input, { abortSignal });

/** Takes of what is listed what a crawl of the target reads. */
function sampleOf(target: S3Target) {
  const { bucket, prefix } = placeOf(target.Path ?? "");
  const excluded = (target.Exclusions ?? []).map(globExpression);
  const inFolder = new Map<string, number>();
  const taken: S3Object[] = [];
  const take = (listed: _Object[] = []) => {
    for (const { Key: key = "", Size: size = 0 } of listed) {
      const relative = key.slice(prefix.length);
      if (size === 0 || /(^|\/)[_.][^/]*$/.test(relative)) continue;
      if (excluded.some((expression) => expression.test(relative))) continue;
      const count = (inFolder.get(folderOf(key)) ?? 0) + 1;
      inFolder.set(folderOf(key), count);
      if (count <= (target.SampleSize ?? Infinity)) taken.push({ bucket, key, size });
    }
  };
  return { taken, take };
}

/** `a/b/` of `a/b/c.csv` */
export const folderOf = (key: string) => key.slice(0, key.lastIndexOf("/") + 1);
