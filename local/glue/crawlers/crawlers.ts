import type { Crawler, CrawlerMetrics, LastCrawlInfo } from "@aws-sdk/client-glue";
import { AwsError, type Handler } from "../../gateway/service";
import type { Classifiers } from "../classifiers";
import { CrawledFolders } from "../crawl/crawled-folders";
import type { Announce } from "../events";
import { notFound, text } from "../input";
import type { GlueOptions } from "../options";
import { page } from "../paging";
import type { Roles } from "../roles";
import type { SecurityConfigurations } from "../security-configurations";
import type { Tags } from "../tags";
import { CrawlerRun } from "./crawler-run";
import { changedCrawler, newCrawler } from "./definition";

interface Entry {
  crawler: Crawler;
  /** Oldest first. */
  runs: CrawlerRun[];
  crawled: CrawledFolders;
}

export interface CrawlersInput {
  options: GlueOptions;
  announce: Announce;
  roles: Roles;
  securityConfigurations: SecurityConfigurations;
  tags: Tags;
  classifiers: Classifiers;
}

/** Crawlers and their crawls. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-crawling.html */
export class Crawlers {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly input: CrawlersInput) {}

  readonly actions: Record<string, Handler> = {
    CreateCrawler: ({ input }) => this.create(input),
    UpdateCrawler: ({ input }) => this.update(input),
    DeleteCrawler: async ({ input }) => this.remove(input),
    GetCrawler: async ({ input }) => ({ Crawler: shown(this.entry(input)) }),
    GetCrawlers: async ({ input }) => {
      const { items, NextToken } = page([...this.entries.values()], input);
      return { Crawlers: items.map(shown), NextToken };
    },
    BatchGetCrawlers: async ({ input }) => {
      const names = input.CrawlerNames as string[];
      const found = names.flatMap((name) => this.entries.get(name) ?? []);
      return { Crawlers: found.map(shown), CrawlersNotFound: names.filter((name) => !this.entries.has(name)) };
    },
    ListCrawlers: async ({ input }) => {
      const names = [...this.entries.keys()].filter((name) => this.input.tags.match("crawler", name, input.Tags));
      const { items, NextToken } = page(names, input);
      return { CrawlerNames: items, NextToken };
    },
    ListCrawls: async ({ input }) => {
      const runs = this.entry(input, "CrawlerName").runs.toReversed();
      const { items, NextToken } = page(runs, input, 20);
      return { Crawls: items.map(({ history }) => history), NextToken };
    },
    GetCrawlerMetrics: async ({ input }) => {
      const names = (input.CrawlerNameList as string[] | undefined) ?? [...this.entries.keys()];
      const { items, NextToken } = page(names, input);
      return { CrawlerMetricsList: items.map((name) => metrics(this.entry({ Name: name }))), NextToken };
    },
    StartCrawler: async ({ input }) => {
      this.begin(text(input, "Name"));
      return {};
    },
    StopCrawler: async ({ input }) => this.stop(input),
  };

  /** Ends all crawls that are under way. */
  async close(): Promise<void> {
    const runs = [...this.entries.values()].flatMap((entry) => entry.runs);
    for (const run of runs) run.stop();
    await Promise.all(runs.map(({ done }) => done));
  }

  private async create(input: Record<string, unknown>): Promise<object> {
    const crawler = newCrawler(input);
    const name = crawler.Name ?? "";
    if (this.entries.has(name))
      throw new AwsError("AlreadyExistsException", `Crawler with name ${name} already exists`);
    await this.check(crawler, input);
    this.entries.set(name, { crawler, runs: [], crawled: new CrawledFolders() });
    this.input.tags.set("crawler", name, input.Tags);
    return {};
  }

  private async update(input: Record<string, unknown>): Promise<object> {
    const entry = this.entry(input);
    if (running(entry)) throw isRunning(entry);
    const crawler = changedCrawler(entry.crawler, input);
    await this.check(crawler, input);
    entry.crawler = crawler;
    return {};
  }

  private async check(crawler: Crawler, { Role }: Record<string, unknown>): Promise<void> {
    this.input.classifiers.custom(crawler.Classifiers ?? []);
    if (Role !== undefined) await this.input.roles.check(String(Role));
    await this.input.securityConfigurations.check(crawler.CrawlerSecurityConfiguration);
  }

  private remove(input: Record<string, unknown>): object {
    const entry = this.entry(input);
    if (running(entry)) throw isRunning(entry);
    this.entries.delete(text(input, "Name"));
    this.input.tags.delete("crawler", text(input, "Name"));
    return {};
  }

  /** @throws EntityNotFoundException. */
  get(name: string): Crawler {
    return this.entry({ Name: name }).crawler;
  }

  /** Starts a crawl. @throws CrawlerRunningException, EntityNotFoundException. */
  begin(name: string): CrawlerRun {
    const entry = this.entry({ Name: name });
    if (running(entry)) throw isRunning(entry);
    const { options, announce, roles, securityConfigurations, classifiers } = this.input;
    const { crawler, crawled } = entry;
    const run = new CrawlerRun({
      crawler,
      crawled,
      options,
      announce,
      classifiers: classifiers.custom(crawler.Classifiers ?? []),
      assumeRole: () => roles.assume(crawler.Role ?? "", "AWS-Crawler"),
      logsKey: () => securityConfigurations.logsKey(crawler.CrawlerSecurityConfiguration),
    });
    entry.runs.push(run);
    return run;
  }

  private stop(input: Record<string, unknown>): object {
    const entry = this.entry(input);
    const run = running(entry);
    const { Name } = entry.crawler;
    if (!run) throw new AwsError("CrawlerNotRunningException", `Crawler with name ${Name} isn't running`);
    if (run.stopping) throw new AwsError("CrawlerStoppingException", `Crawler with name ${Name} is already stopping`);
    run.stop();
    return {};
  }

  private entry(input: Record<string, unknown>, field = "Name"): Entry {
    const name = text(input, field);
    const entry = this.entries.get(name);
    if (!entry) throw notFound(`Crawler with name ${name} does not exist`);
    return entry;
  }
}

function running({ runs }: Entry): CrawlerRun | undefined {
  const last = runs.at(-1);
  return last?.state === "RUNNING" ? last : undefined;
}

function isRunning({ crawler }: Entry): AwsError {
  return new AwsError("CrawlerRunningException", `Crawler with name ${crawler.Name} has already started`);
}

function shown(entry: Entry): Crawler {
  const run = running(entry);
  return {
    ...entry.crawler,
    State: !run ? "READY" : run.stopping ? "STOPPING" : "RUNNING",
    CrawlElapsedTime: run ? Math.round(run.seconds * 1000) : 0,
    LastCrawl: lastCrawl(entry),
  };
}

/** Of the last crawl that ended. */
function lastCrawl({ crawler, runs }: Entry): LastCrawlInfo | undefined {
  const run = runs.findLast(({ state }) => state !== "RUNNING");
  const statuses = { COMPLETED: "SUCCEEDED", FAILED: "FAILED", STOPPED: "CANCELLED" } as const;
  if (!run || run.state === "RUNNING") return undefined;
  return {
    Status: statuses[run.state],
    ErrorMessage: run.error,
    LogGroup: run.logGroup,
    LogStream: crawler.Name,
    MessagePrefix: run.id,
    StartTime: run.started,
  };
}

function metrics(entry: Entry): CrawlerMetrics {
  const ended = entry.runs.filter(({ state }) => state !== "RUNNING");
  const seconds = ended.map((run) => run.seconds).sort((a, b) => a - b);
  const total = (count: "tablesCreated" | "tablesUpdated" | "tablesDeleted") => ended.at(-1)?.summary?.[count] ?? 0;
  return {
    CrawlerName: entry.crawler.Name,
    TimeLeftSeconds: 0,
    StillEstimating: running(entry) !== undefined,
    LastRuntimeSeconds: ended.at(-1)?.seconds ?? 0,
    MedianRuntimeSeconds: seconds[Math.floor(seconds.length / 2)] ?? 0,
    TablesCreated: total("tablesCreated"),
    TablesUpdated: total("tablesUpdated"),
    TablesDeleted: total("tablesDeleted"),
  };
}
