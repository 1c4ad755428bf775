import {
  CreateCrawlerCommand,
  type CreateCrawlerCommandInput,
  CreateDatabaseCommand,
  type Crawler,
  GetCrawlerCommand,
  GetTablesCommand,
  StartCrawlerCommand,
  type Table,
} from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import type { LocalAws } from "../../../local/aws";
import {
  clientsOf,
  eventually,
  localAws,
  logLines,
  makeBucket,
  makeRole,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";

/** One table for each folder right below `data/`. */
export const TABLE_PER_FOLDER = JSON.stringify({ Version: 1.0, Grouping: { TableLevelConfiguration: 3 } });

export type Files = Record<string, string | Buffer>;

export interface Made {
  crawler: string;
  database: string;
  bucket: string;
}

/** Makes crawlers of `s3://BUCKET/data/` and lets them crawl. */
export class Crawling {
  private constructor(
    readonly aws: LocalAws,
    readonly clients: TestClients,
    readonly role: string,
  ) {}

  static async start(): Promise<Crawling> {
    const aws = await localAws();
    const clients = clientsOf(aws);
    return new Crawling(aws, clients, await makeRole(clients.iam));
  }

  async make(files: Files, settings: Partial<CreateCrawlerCommandInput> = {}): Promise<Made> {
    const { glue, s3 } = this.clients;
    const bucket = await makeBucket(s3, files);
    const database = uniqueName("db").replace("-", "_");
    const crawler = uniqueName("crawler");
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
    const Targets = { S3Targets: [{ Path: `s3://${bucket}/data/` }] };
    await glue.send(
      new CreateCrawlerCommand({ Name: crawler, Role: this.role, DatabaseName: database, Targets, ...settings }),
    );
    return { crawler, database, bucket };
  }

  async get(Name: string): Promise<Crawler> {
    return (await this.clients.glue.send(new GetCrawlerCommand({ Name }))).Crawler ?? {};
  }

  /** Crawls, and gives the database's tables by name. */
  async crawl({ crawler, database }: Made, status = "SUCCEEDED"): Promise<Table[]> {
    await this.clients.glue.send(new StartCrawlerCommand({ Name: crawler }));
    const { LastCrawl } = await eventually(`the end of ${crawler}`, async () => {
      const now = await this.get(crawler);
      return now.State === "READY" ? now : undefined;
    });
    assert.equal(LastCrawl?.Status, status, LastCrawl?.ErrorMessage);
    const { TableList = [] } = await this.clients.glue.send(new GetTablesCommand({ DatabaseName: database }));
    return TableList.sort((a, b) => (a.Name ?? "").localeCompare(b.Name ?? ""));
  }

  async crawled(files: Files, settings?: Partial<CreateCrawlerCommandInput>): Promise<Table[]> {
    return this.crawl(await this.make(files, settings));
  }

  async warnings({ crawler }: Made): Promise<string> {
    const lines = await logLines(this.clients.logs, "/aws-glue/crawlers", crawler);
    return lines.filter((line) => line.includes("WARN")).join("\n");
  }
}

export function columnsOf({ StorageDescriptor }: Pick<Table, "StorageDescriptor">): string[] {
  return (StorageDescriptor?.Columns ?? []).map(({ Name, Type }) => `${Name}:${Type}`);
}
