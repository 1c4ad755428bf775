import { randomUUID } from "node:crypto";
import type { Crawler, CrawlerHistory } from "@aws-sdk/client-glue";
import * as path from "node:path";
import { Clients, type Credentials } from "../clients";
import type { CustomClassifier } from "../crawl/classifiers";
import { crawl } from "../crawl/crawl";
import type { CrawledFolders } from "../crawl/crawled-folders";
import type { CrawlSummary, Log } from "../crawl/write";
import type { Announce } from "../events";
import { encryptLogGroups, LogStream } from "../log-stream";
import { inNetwork } from "../network/network";
import type { GlueOptions } from "../options";
import { roleArn } from "../roles";

/** The group of all crawlers, or of this one's role, with its path, and security configuration. */
const crawlerLogGroup = ({ Role, CrawlerSecurityConfiguration: configuration }: Crawler) =>
  configuration ? `/aws-glue/crawlers-role/${Role}-${configuration}` : "/aws-glue/crawlers";

export interface CrawlerRunInput {
  crawler: Crawler;
  crawled: CrawledFolders;
  classifiers: CustomClassifier[];
  options: GlueOptions;
  announce: Announce;
  assumeRole(): Promise<Credentials>;
  /** The key with which its security configuration encrypts its logs. */
  logsKey(): Promise<string | undefined>;
}

interface Outcome {
  state: "COMPLETED" | "FAILED" | "STOPPED";
  error?: string;
}

/** One crawl, from StartCrawler to its end. */
export class CrawlerRun {
  readonly id = randomUUID();
  readonly started = new Date();
  ended?: Date;
  state: "RUNNING" | "COMPLETED" | "FAILED" | "STOPPED" = "RUNNING";
  error?: string;
  summary?: CrawlSummary;
  /** Resolves at the end, whatever it is. */
  readonly done: Promise<void>;
  private readonly abort = new AbortController();

  constructor(private readonly input: CrawlerRunInput) {
    this.done = this.run();
  }

  get logGroup(): string {
    return crawlerLogGroup(this.input.crawler);
  }

  get stopping(): boolean {
    return this.abort.signal.aborted;
  }

  stop(): void {
    this.abort.abort();
  }

  get seconds(): number {
    return ((this.ended ?? new Date()).getTime() - this.started.getTime()) / 1000;
  }

  /** As ListCrawls shows it. */
  get history(): CrawlerHistory {
    return {
      CrawlId: this.id,
      State: this.state,
      StartTime: this.started,
      EndTime: this.ended,
      ErrorMessage: this.error,
      Summary: this.summary && JSON.stringify(this.summary),
      LogGroup: this.logGroup,
      LogStream: this.input.crawler.Name,
      MessagePrefix: this.id,
      DPUHour: 0,
    };
  }

  private async run(): Promise<void> {
    const { crawler, options } = this.input;
    const name = crawler.Name ?? "";
    let stream: LogStream | undefined;
    let clients: Clients | undefined;
    let outcome: Outcome;
    this.announce("Started");
    try {
      clients = new Clients(options, await this.input.assumeRole());
      await encryptLogGroups(clients.logs, [this.logGroup], await this.input.logsKey());
      stream = new LogStream(clients.logs, this.logGroup, name);
      const log: Log = (level, message) => stream?.write(`[${this.id}] ${level} : ${message}`);
      log("INFO", "BENCHMARK : Running Start Crawl for Crawler " + name);
      this.summary = await this.crawl(clients, log);
      log("INFO", `BENCHMARK : Crawler has finished running: ${JSON.stringify(this.summary)}`);
      outcome = { state: "COMPLETED" };
    } catch (error) {
      outcome = this.stopping ? { state: "STOPPED" } : { state: "FAILED", error: (error as Error).message };
      stream?.write(`[${this.id}] ERROR : ${outcome.error ?? "Crawl was stopped"}`);
    }
    await stream?.close();
    clients?.close();
    this.end(outcome);
    if (this.state === "COMPLETED") this.announce("Succeeded");
    if (this.state === "FAILED") this.announce("Failed");
  }

  private crawl(clients: Clients, log: Log): Promise<CrawlSummary> {
    const { crawler, crawled, classifiers, options } = this.input;
    const names = crawler.Targets?.S3Targets?.flatMap(({ ConnectionName }) => ConnectionName || []);
    const network = {
      connections: [...new Set(names)],
      roleArn: roleArn(crawler.Role ?? "", options),
      // How many a crawl has, AWS does not tell.
      workers: 1,
    };
    const folder = path.join(options.folder, "crawls", this.id);
    return inNetwork({ ...network, clients, region: options.region }, () =>
      crawl({ crawler, crawled, clients, classifiers, folder, log, signal: this.abort.signal }),
    );
  }

  private end({ state, error }: Outcome): void {
    this.error = error;
    this.ended = new Date();
    this.state = state;
  }

  private announce(state: "Started" | "Succeeded" | "Failed"): void {
    const { crawler, options, announce } = this.input;
    const detail: Record<string, string> = { accountId: options.accountId, crawlerName: crawler.Name ?? "", state };
    if (state === "Started") detail.startTime = this.started.toISOString();
    else {
      detail.completionDate = this.ended?.toISOString() ?? "";
      detail["runningTime (sec)"] = String(Math.round(this.seconds));
      detail.message = this.error ?? "Crawler Succeeded";
      for (const [what, count] of Object.entries(this.summary ?? {})) detail[what] = String(count);
    }
    announce("Glue Crawler State Change", detail);
  }
}
