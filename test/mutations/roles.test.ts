import {
  DeleteTableCommand,
  GetCrawlerCommand,
  GetJobRunCommand,
  GlueClient,
  StartCrawlerCommand,
  StartJobRunCommand,
} from "@aws-sdk/client-glue";
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Statement } from "../../components/access/documents";
import type { RunningAws } from "../../scripts/local/state";
import { accessReport } from "../../scripts/local/access-report";
import { clientSettings } from "../../scripts/clients";
import { type PipelineOutputs, readStackOutputs } from "../../scripts/pipeline/outputs";
import { deploy } from "../../scripts/pulumi";
import { duckdb } from "../../scripts/sample/vega";
import { eventually } from "../support/local-aws";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { type Grants, survived, unused } from "./reasons";

interface Document {
  Version: string;
  Statement: Statement[];
}

type Duty = "crawler" | "job" | "copy";

/** What it takes for a run to see that a grant is gone, by the role. */
const RUNS: Record<Duty, (test: RoleMutations) => Promise<string | undefined>> = {
  crawler: (test) => test.crawl(),
  job: (test) => test.load(),
  copy: (test) => test.load(),
};

/** What else it takes. */
const BEFORE: Record<string, (test: RoleMutations) => Promise<void>> = {
  "WriteCatalog glue:CreateTable": (test) => test.forgetTable("movies"),
};

/** The deployed pipeline, whose roles' documents the tests change behind its back. */
class RoleMutations {
  private files = 0;

  constructor(
    private readonly local: LocalFolder,
    private readonly glue: GlueClient,
    private readonly iam: IAMClient,
    private readonly pipeline: PipelineOutputs,
  ) {}

  roleName(duty: Duty): string {
    const { jobRoleArn, crawlerRoleArn, copyRoleArn } = this.pipeline;
    return { job: jobRoleArn, crawler: crawlerRoleArn, copy: copyRoleArn }[duty].split("/").at(-1)!;
  }

  async document(duty: Duty): Promise<Document> {
    const { PolicyDocument } = await this.iam.send(
      new GetRolePolicyCommand({ RoleName: this.roleName(duty), PolicyName: "access" }),
    );
    return JSON.parse(decodeURIComponent(PolicyDocument!)) as Document;
  }

  async put(duty: Duty, document: Document): Promise<void> {
    const PolicyDocument = JSON.stringify(document);
    await this.iam.send(
      new PutRolePolicyCommand({ RoleName: this.roleName(duty), PolicyName: "access", PolicyDocument }),
    );
  }

  /** A new partition to be found. @returns what the crawl says when it fails */
  async crawl(): Promise<string | undefined> {
    await this.partition(++this.files);
    const Name = this.pipeline.crawlerName;
    await this.glue.send(new StartCrawlerCommand({ Name }));
    const crawled = await eventually("the end of the crawl", async () => {
      const { Crawler } = await this.glue.send(new GetCrawlerCommand({ Name }));
      return Crawler?.State === "READY" ? Crawler.LastCrawl : undefined;
    });
    return crawled.Status === "SUCCEEDED" ? undefined : crawled.ErrorMessage;
  }

  /** The crawler finds the files and no table. */
  async forgetTable(Name: string): Promise<void> {
    await this.glue.send(new DeleteTableCommand({ DatabaseName: this.pipeline.databaseName, Name }));
  }

  /** A new file to be loaded. @returns what the run says when it fails */
  async load(): Promise<string | undefined> {
    await this.airports(++this.files);
    const JobName = this.pipeline.jobName;
    const { JobRunId } = await this.glue.send(
      new StartJobRunCommand({ JobName, Arguments: { "--datasets": "airports" } }),
    );
    const run = await eventually("the end of the run", async () => {
      const { JobRun } = await this.glue.send(new GetJobRunCommand({ JobName, RunId: JobRunId }));
      return JobRun?.CompletedOn && JobRun;
    });
    return run.JobRunState === "SUCCEEDED" ? undefined : (run.ErrorMessage ?? "");
  }

  async airports(number: number): Promise<void> {
    const row = `X${number},Field ${number},Town,TX,USA,${number}.5,2.5`;
    await this.file("airports", `a${number}.csv`, `iata,name,city,state,country,latitude,longitude\n${row}\n`);
  }

  async partition(number: number): Promise<void> {
    const year = String(2000 + number);
    await this.copy("flights_by_month", `year=${year}/month=01/flights.parquet`, "flights.parquet");
  }

  async file(dataset: string, name: string, content: string): Promise<void> {
    fs.writeFileSync(path.join(this.local.folder, "content"), content);
    await this.copy(dataset, name, "content");
  }

  async copy(dataset: string, name: string, file: string): Promise<void> {
    const { location } = this.pipeline.datasets.find((it) => it.name === dataset)!;
    await this.local.put(location + name, path.join(this.local.folder, file));
  }
}

/** Each action of each statement of each role, taken away: the run must fail and name it. */
describe("a grant that is taken away", function () {
  this.timeout(600_000);
  let local: LocalFolder;
  let test: RoleMutations;
  let running: RunningAws;
  const documents = new Map<Duty, Document>();

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    const env = await local.environment();
    running = JSON.parse(fs.readFileSync(path.join(local.folder, "aws", "state.json"), "utf8")) as RunningAws;
    await deploy("local", env, () => undefined);
    const { region, pipeline } = await readStackOutputs("local", env);
    const settings = clientSettings(region, env);
    test = new RoleMutations(local, new GlueClient(settings), new IAMClient(settings), pipeline);

    await duckdb(
      `COPY (SELECT TIMESTAMP '2026-01-01' AS date, 1 AS delay, 2 AS distance, 'TUS' AS origin, 'LAX' AS destination)
       TO '${path.join(local.folder, "flights.parquet")}' (FORMAT parquet)`,
    );
    await test.copy("flights", "flights.parquet", "flights.parquet");
    await test.file("movies", "movies.json", JSON.stringify([{ Title: "One", "US Gross": 1 }]));
    await test.airports(0);
    assert.equal(await test.crawl(), undefined);
    assert.equal(await test.load(), undefined);
    for (const duty of ["crawler", "job", "copy"] as const) documents.set(duty, await test.document(duty));
  });
  after(() => local.remove());

  /** All grants, as `STATEMENT ACTION`, without those of the lists. */
  const grantsOf = (duty: Duty) =>
    documents
      .get(duty)!
      .Statement.flatMap(({ Sid, Action }) => Action.map((action) => `${Sid} ${action}`))
      .filter((grant) => !(grant in (unused[duty] ?? {})) && !(grant in (survived[duty] ?? {})));

  const without = ({ Version, Statement }: Document, grants: string[]): Document => ({
    Version,
    Statement: Statement.map((it) => ({
      ...it,
      Action: it.Action.filter((action) => !grants.includes(`${it.Sid} ${action}`)),
    })).filter(({ Action }) => Action.length > 0),
  });

  /** How often the action was refused to the role up to now. */
  async function refusals(duty: Duty, action: string): Promise<number> {
    const [{ refused }] = await accessReport(running, [test.roleName(duty)]);
    return refused.filter((it) => it.action === action).reduce((sum, { calls }) => sum + calls, 0);
  }

  for (const duty of ["crawler", "copy", "job"] as const) {
    it(`fails the run with an AccessDenied that names it: role of the ${duty}`, async () => {
      const whole = documents.get(duty)!;
      const unnoticed: string[] = [];
      for (const grant of grantsOf(duty)) {
        await test.put(duty, without(whole, [grant]));
        await BEFORE[grant]?.(test);
        const action = grant.split(" ")[1];
        const before = await refusals(duty, action);
        const message = await RUNS[duty](test);
        const isNamed = message?.includes(`is not authorized to perform: ${action}`);
        // S3 answers HEAD without a text; there only the record names the action.
        const isRefused = message !== undefined && /\b403\b/.test(message) && (await refusals(duty, action)) > before;
        if (!isNamed && !isRefused) unnoticed.push(`${grant}: ${message}`);
      }
      await test.put(duty, whole);
      assert.deepEqual(unnoticed, []);
      assert.equal(await RUNS[duty](test), undefined, "the whole document");
    });
  }

  it("is survived where the run is to go on, and only there", async () => {
    for (const [duty, grants] of Object.entries(survived) as [Duty, Grants][]) {
      const whole = documents.get(duty)!;
      await test.put(duty, without(whole, Object.keys(grants)));
      assert.equal(await RUNS[duty](test), undefined, duty);
      await test.put(duty, whole);
    }
  });

  it("would be missed: none is unused, save those of the list", async () => {
    const names = new Map((["crawler", "job", "copy"] as const).map((duty) => [test.roleName(duty), duty]));
    for (const { role, granted } of await accessReport(running, [...names.keys()])) {
      const found = granted.filter(({ calls }) => calls === 0).map(({ sid, action }) => `${sid} ${action}`);
      assert.deepEqual(found.sort(), Object.keys(unused[names.get(role)!] ?? {}).sort(), role);
    }
  });
});
