import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { RedshiftError } from "../sql/error";
import { detailed, s3Error } from "./failures";
import type { CopyStatement } from "./parse";

export interface S3Object {
  bucket: string;
  key: string;
  uri: string;
  /** Size that the manifest promises. */
  size?: number;
}

interface ManifestEntry {
  url?: string;
  mandatory?: boolean;
  meta?: { content_length?: number };
}

/**
 * The files of a COPY: those of its manifest, or all whose key begins with its prefix.
 * @throws {RedshiftError} when there is none, or the manifest is not as Redshift takes it.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html
 */
export function objectsOf(s3: S3Client, copy: CopyStatement, queryId: number): Promise<S3Object[]> {
  return copy.manifest ? ofManifest(s3, copy) : ofPrefix(s3, copy, queryId);
}

async function ofManifest(s3: S3Client, copy: CopyStatement): Promise<S3Object[]> {
  const { bucket, key, uri } = located(copy.source);
  const body = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
    throw s3Error(error, uri);
  });
  const problem = (text: string) => new RedshiftError(`Invalid manifest ${uri}: ${text}`);
  let manifest: { entries?: ManifestEntry[] };
  try {
    manifest = JSON.parse(await body.Body!.transformToString()) as typeof manifest;
  } catch (error) {
    throw problem((error as Error).message);
  }
  if (!Array.isArray(manifest.entries) || manifest.entries.length === 0) throw problem("it has no entries");
  const objects: S3Object[] = [];
  for (const [i, { url, mandatory, meta }] of manifest.entries.entries()) {
    if (!url?.startsWith("s3://"))
      throw problem(`entries[${i}].url is ${JSON.stringify(url)}; s3://bucket/key is accepted`);
    const size = meta?.content_length;
    if (copy.format === "PARQUET" && !Number.isInteger(size))
      throw problem(`entries[${i}].meta.content_length is required for PARQUET`);
    const object = { ...located(url), size };
    if (await exists(s3, object)) objects.push(object);
    else if (mandatory) throw new RedshiftError(`The mandatory file ${url} of the manifest ${uri} does not exist`);
  }
  if (objects.length === 0) throw problem("none of its files exists");
  return objects;
}

async function exists(s3: S3Client, object: S3Object): Promise<boolean> {
  const { bucket, key, uri } = object;
  for await (const page of listed(s3, bucket, key, uri)) return page.some((one) => one.Key === key);
  return false;
}

async function ofPrefix(s3: S3Client, copy: CopyStatement, queryId: number): Promise<S3Object[]> {
  const { bucket, key: prefix, uri } = located(copy.source);
  const objects: S3Object[] = [];
  for await (const page of listed(s3, bucket, prefix, uri)) {
    for (const { Key: key = "", Size: size } of page) {
      // A scan of columnar files passes over hidden ones; a folder's marker holds nothing.
      const hidden = copy.format === "PARQUET" && (/(^|\/)[._#][^/]*$|~$/.test(key) || size === 0);
      if (!hidden && !key.endsWith("/")) objects.push({ bucket, key, uri: `s3://${bucket}/${key}` });
    }
  }
  if (objects.length === 0) throw detailed(`The specified S3 prefix '${prefix}' does not exist`, 8001, "", queryId);
  return objects;
}

async function* listed(s3: S3Client, bucket: string, prefix: string, uri: string) {
  try {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }))
      yield page.Contents ?? [];
  } catch (error) {
    throw s3Error(error, uri);
  }
}

function located(uri: string): S3Object {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (!bucket) throw new RedshiftError(`${uri} is no s3://bucket/key`);
  return { bucket, key, uri };
}
