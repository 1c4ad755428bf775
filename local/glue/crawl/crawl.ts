import { DuckDBInstance } from "@duckdb/node-api";
import type { Crawler } from "@aws-sdk/client-glue";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Clients } from "../clients";
import { Catalog } from "./catalog";
import type { CustomClassifier } from "./classifiers";
import { parseConfiguration } from "./configuration";
import { tableOf } from "./found-table";
import { type CrawledObject, groupObjects } from "./grouping";
import { listTarget, placeOf, type S3Object } from "./listing";
import { sniff } from "./sniff";
import { CatalogWriter, type CrawlSummary, type Log } from "./write";

export interface CrawlInput {
  crawler: Crawler;
  /** They sign with the crawler's role. */
  clients: Clients;
  classifiers: CustomClassifier[];
  /** For temporary files; removed in the end. */
  folder: string;
  log: Log;
  signal: AbortSignal;
}

/** Objects that are read at the same time. */
const PARALLEL = 4;

/**
 * Lists the targets, reads the objects' beginnings, sorts them into tables and writes these to the catalog.
 * @throws when a target, an object or the catalog cannot be read or written.
 */
export async function crawl(input: CrawlInput): Promise<CrawlSummary> {
  const { crawler, clients, log, signal, folder } = input;
  const configuration = parseConfiguration(crawler.Configuration);
  const catalog = new Catalog(clients.glue, crawler.DatabaseName ?? "default");
  const writer = new CatalogWriter(catalog, crawler.Name ?? "", crawler.SchemaChangePolicy ?? {}, configuration, log);
  const warn = (message: string) => log("WARN", message);
  await catalog.checkDatabase();
  await fs.mkdir(folder, { recursive: true });
  try {
    const tables = [];
    for (const target of crawler.Targets?.S3Targets ?? []) {
      const place = placeOf(target.Path ?? "");
      const objects = await sniffAll(await listTarget(clients.s3, target, signal), input);
      log("INFO", `${target.Path}: ${objects.length} objects read`);
      const groups = groupObjects(place, objects, configuration, warn);
      tables.push(...groups.map((group) => tableOf(group, place.bucket, crawler.TablePrefix ?? "", warn)));
    }
    const { tableThreshold = Infinity } = configuration;
    if (tables.length > tableThreshold)
      throw new Error(`${tables.length} tables were found, more than the TableThreshold of ${tableThreshold}`);
    for (const table of tables) {
      signal.throwIfAborted();
      await writer.write(table);
    }
    await writer.dropVanished();
    return writer.summary;
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function sniffAll(objects: S3Object[], input: CrawlInput): Promise<CrawledObject[]> {
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
