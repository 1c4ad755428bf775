import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as zlib from "node:zlib";
import type { S3Object } from "./listing";

export const MEBIBYTE = 2 ** 20;

export type Compression = "none" | "gzip" | "bzip2";

/** The first bytes of an object, unpacked. */
export interface Head {
  bytes: Buffer;
  compression: Compression;
  /** Whether the object goes on after these bytes. */
  cut: boolean;
  /** How much of the object, as it is stored, gave these bytes. */
  storedBytes: number;
}

/** Reads the object's first bytes; gzip is told by its magic number, as names lie. */
export async function readHead(s3: S3Client, object: S3Object, length: number, signal: AbortSignal): Promise<Head> {
  const stored = await readRange(s3, object, 0, Math.min(length, object.size), signal);
  const cut = stored.length < object.size;
  if (stored[0] === 0x1f && stored[1] === 0x8b) {
    // A cut stream gives what it holds when it is flushed early.
    const bytes = zlib.gunzipSync(stored, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
    return { bytes, compression: "gzip", cut, storedBytes: stored.length };
  }
  const compression = stored.toString("latin1", 0, 3) === "BZh" ? "bzip2" : "none";
  return { bytes: stored, compression, cut, storedBytes: stored.length };
}

export async function readRange(
  s3: S3Client,
  { bucket, key }: S3Object,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${start}-${end - 1}` });
  const { Body } = await s3.send(command, { abortSignal: signal });
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
