import type { Crawler } from "@aws-sdk/client-glue";
import * as fs from "node:fs/promises";
import type { Clients } from "../clients";
import { Catalog } from "./catalog";
import type { CustomClassifier } from "./classifiers";
import { type CrawlConfiguration, parseConfiguration } from "./configuration";
import type { CrawledFolders } from "./crawled-folders";
import { tableOf } from "./found-table";
import { groupObjects, similarity } from "./grouping";
import { listNewFolders, listTarget, placeOf, type S3Object } from "./listing";
import { newPartitions } from "./new-partitions";
import { sniffAll } from "./sniff/all";
import { CatalogWriter, type CrawlSummary, type Log } from "./write";

export interface CrawlInput {
  crawler: Crawler;
  /** They sign with the crawler's role. */
  clients: Clients;
  classifiers: CustomClassifier[];
  /** What earlier crawls read; those of this one are added when it has come to its end. */
  crawled: CrawledFolders;
  /** For temporary files; removed in the end. */
  folder: string;
  log: Log;
  signal: AbortSignal;
}

/** What a crawl of everything and one of new folders work with. */
interface Crawling extends CrawlInput {
  configuration: CrawlConfiguration;
  catalog: Catalog;
  writer: CatalogWriter;
  warn(message: string): void;
}

/**
 * Lists the targets, reads the objects' beginnings, sorts them into tables and writes these to the catalog. After the first crawl
 * one of new folders only reads those that no crawl has read, and adds them to the tables that are there.
 * https://docs.aws.amazon.com/glue/latest/dg/incremental-crawls.html
 * @throws when a target, an object or the catalog cannot be read or written.
 */
export async function crawl(input: CrawlInput): Promise<CrawlSummary> {
  const { crawler, clients, crawled, log, folder } = input;
  const configuration = parseConfiguration(crawler.Configuration);
  const catalog = new Catalog(clients.glue, crawler.DatabaseName ?? "default");
  const writer = new CatalogWriter(catalog, crawler.Name ?? "", crawler.SchemaChangePolicy ?? {}, configuration, log);
  const warn = (message: string) => log("WARN", message);
  const crawling = { ...input, configuration, catalog, writer, warn };
  const isOfNewFolders = crawler.RecrawlPolicy?.RecrawlBehavior === "CRAWL_NEW_FOLDERS_ONLY" && crawled.isKnown;
  await catalog.checkDatabase();
  await fs.mkdir(folder, { recursive: true });
  try {
    const objects = await (isOfNewFolders ? crawlNewFolders(crawling) : crawlEverything(crawling));
    if (!isOfNewFolders) crawled.clear();
    crawled.add(objects);
    return writer.summary;
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function crawlEverything(crawling: Crawling): Promise<S3Object[]> {
  const { crawler, clients, configuration, writer, log, warn, signal } = crawling;
  const tables = [];
  const all: S3Object[] = [];
  for (const target of crawler.Targets?.S3Targets ?? []) {
    const place = placeOf(target.Path ?? "");
    const objects = await sniffAll(await listTarget(clients.s3, target, signal), crawling);
    all.push(...objects.map(({ object }) => object));
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
  return all;
}

async function crawlNewFolders(crawling: Crawling): Promise<S3Object[]> {
  const { crawler, clients, crawled, configuration, catalog, writer, log, warn, signal } = crawling;
  const all: S3Object[] = [];
  for (const target of crawler.Targets?.S3Targets ?? []) {
    const listed = await listNewFolders(clients.s3, target, crawled, signal);
    const objects = await sniffAll(listed, crawling);
    all.push(...listed);
    log("INFO", `${target.Path}: ${objects.length} objects of new folders read`);
    if (objects.length === 0) continue;
    for (const [table, found] of newPartitions(objects, await catalog.tables(), similarity(configuration), warn)) {
      signal.throwIfAborted();
      await writer.addPartitions(table, found);
    }
  }
  return all;
}
