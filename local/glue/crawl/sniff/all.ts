import { DuckDBInstance } from "@duckdb/node-api";
import * as path from "node:path";
import type { CrawlInput } from "../crawl";
import type { CrawledObject } from "../grouping";
import type { S3Object } from "../listing";
import { sniff } from ".";

/** Objects that are read at the same time. */
const PARALLEL = 4;

/** Reads the objects' beginnings and classifies them. @throws when one cannot be read, with its name */
export async function sniffAll(objects: S3Object[], input: CrawlInput): Promise<CrawledObject[]> {
  const { clients, classifiers, folder, signal } = input;
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const crawled: CrawledObject[] = new Array(objects.length);
  let next = 0;
  const work = async (worker: number): Promise<void> => {
    const duckdb = await instance.connect();
    try {
      for (let i = next++; i < objects.length; i = next++) {
        signal.throwIfAborted();
        const object = objects[i];
        const file = path.join(folder, `object-${worker}`);
        const sniffed = await sniff({ s3: clients.s3, object, duckdb, file, classifiers, signal }).catch(
          (error: Error) => {
            throw new Error(`s3://${object.bucket}/${object.key}: ${error.message}`, { cause: error });
          },
        );
        crawled[i] = { object, sniffed };
      }
    } finally {
      duckdb.closeSync();
    }
  };
  try {
    // All must have ended before the database is closed, also when one fails.
    const ends = await Promise.allSettled(Array.from({ length: PARALLEL }, (_, worker) => work(worker)));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  } finally {
    instance.closeSync();
  }
  return crawled;
}
