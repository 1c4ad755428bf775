import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { DeployedSpec } from "../spec";
import { linesOf } from "./lines";

/** What one run set aside of one dataset. */
export interface StoredQuarantine {
  runId: string;
  dataset: string;
  /** Folder of the objects. */
  address: string;
  keys: string[];
  /** When the last of them was written. */
  written: Date;
}

const folderOf = ({ work, pipeline }: DeployedSpec, prefix: "quarantinePrefix" | "mendedPrefix", dataset?: string) =>
  `${work[prefix]}${pipeline}/${dataset === undefined ? "" : `${dataset}/`}`;

/** All that lies in quarantine, the newest first. */
export async function storedQuarantine(
  s3: S3Client,
  spec: DeployedSpec,
  only: { dataset?: string; runId?: string } = {},
): Promise<StoredQuarantine[]> {
  const folder = folderOf(spec, "quarantinePrefix");
  const found = new Map<string, StoredQuarantine>();
  for await (const { key, written } of list(s3, spec.work.bucket, folderOf(spec, "quarantinePrefix", only.dataset))) {
    const [, place, dataset, runId] = /^(([^/]+)\/([^/]+)\/)[^/]+\.json$/.exec(key.slice(folder.length)) ?? [];
    if (!place || (only.runId !== undefined && only.runId !== runId)) {
      continue; // Spark's own marker objects, such as _SUCCESS
    }
    const address = `s3://${spec.work.bucket}/${folder}${place}`;
    const entry = found.get(place) ?? { runId, dataset, address, keys: [], written };
    entry.keys.push(key);
    entry.written = written > entry.written ? written : entry.written;
    found.set(place, entry);
  }
  return [...found.values()].sort((a, b) => b.written.getTime() - a.written.getTime());
}

/**
 * What one run set aside of one dataset.
 *
 * @throws Error when that is nothing
 */
export async function oneQuarantine(
  s3: S3Client,
  spec: DeployedSpec,
  runId: string,
  dataset: string,
): Promise<StoredQuarantine> {
  const [found] = await storedQuarantine(s3, spec, { runId, dataset });
  if (!found) {
    throw new Error(`No row of ${dataset} lies in quarantine for run ${runId}; \`quarantine list\` shows what does`);
  }
  return found;
}

/** The records' lines as they were written. */
export async function* storedLines(s3: S3Client, spec: DeployedSpec, keys: string[]): AsyncGenerator<string> {
  for (const Key of keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: spec.work.bucket, Key }));
    yield* linesOf(Body as unknown as AsyncIterable<Uint8Array>);
  }
}

/** Folder of a dataset's mended rows; what is put there is loaded as if it were in the source, exactly once. */
export const mendedFolder = (spec: DeployedSpec, dataset: string) => folderOf(spec, "mendedPrefix", dataset);

/** Keys of the mended rows that were given for a run's quarantine. */
export async function mendedKeys(
  s3: S3Client,
  spec: DeployedSpec,
  { dataset, runId }: { dataset: string; runId: string },
): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of list(s3, spec.work.bucket, `${mendedFolder(spec, dataset)}${runId}-`)) {
    keys.push(key);
  }
  return keys;
}

async function* list(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<{ key: string; written: Date }> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    yield* Contents.map(({ Key, LastModified }) => ({ key: Key!, written: LastModified! }));
  }
}
