import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { type ClientSettings, clientSettings } from "../../../scripts/clients";
import { duckdb } from "../../../scripts/sample/vega";
import { javaScriptOf, libraryOfToday, use, writeProject } from "../../support/library";
import { type LocalFolder, makeLocalFolder } from "../../support/local-folder";
import { pulumiIn } from "../../support/pulumi-program";

/** What the program exports of which the tests make use. */
export interface Outputs {
  crawlerName: string;
  jobName: string;
  workflowName: string;
  sourceBucketName: string;
  clusterIdentifier?: string;
  crawlerRoleArn: string;
  jobRoleArn: string;
  copyRoleArn: string;
}

/** The program with every option on, of one kind, with the compiled library and the Pulumi CLI, on a local AWS of its own. */
export class EveryOption {
  readonly cli: ReturnType<typeof pulumiIn>;
  readonly glue: GlueClient;
  readonly iam: IAMClient;
  private files = 0;

  private constructor(
    readonly local: LocalFolder,
    readonly settings: ClientSettings,
    program: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.cli = pulumiIn(program, env);
    this.glue = new GlueClient(settings);
    this.iam = new IAMClient(settings);
  }

  static async prepare(kind: "serverless" | "cluster"): Promise<EveryOption> {
    const local = makeLocalFolder();
    local.command("local", "up");
    const env = await local.environment();
    const program = path.join(local.folder, "program");
    const { folder } = libraryOfToday(path.join(local.folder, "library"));
    use(program, { folder, example: javaScriptOf(path.join(__dirname, "program.ts")) });
    fs.writeFileSync(path.join(program, "vpc.js"), javaScriptOf(path.join(__dirname, "vpc.ts")));
    writeProject(program, "every", kind, { "every:kind": kind });
    const every = new EveryOption(local, clientSettings(env.AWS_REGION!, env), program, env);
    every.cli.pulumi("stack", "init", kind);
    return every;
  }

  get outputs(): Outputs {
    return (this.cli.outputs() as unknown as { outputs: Outputs }).outputs;
  }

  /** Puts a new file of orders where the pipeline finds it. */
  async order(id: number): Promise<void> {
    const row = `${id};2026-11-01 08:00:00;2;'12.50';I;none`;
    await this.file(
      `orders/2026/${String(++this.files).padStart(5, "0")}.csv`,
      `order_id;changed_at;qty;price;op;note\n${row}\n`,
    );
  }

  /** Puts files of the two other datasets. */
  async customersAndVisits(): Promise<void> {
    await this.file("customers/1.json", JSON.stringify([{ customer_id: 7, name: "Ada", since: "2026-01-01" }]));
    const visits = path.join(this.local.folder, "visits.parquet");
    await duckdb(
      `COPY (SELECT 7 AS customer_id, TIMESTAMP '2026-11-01 09:00:00' AS seen) TO '${visits}' (FORMAT parquet)`,
    );
    await this.local.put(this.uri("visits/day=2026-11-01/1.parquet"), visits);
  }

  private async file(key: string, content: string): Promise<void> {
    const file = path.join(this.local.folder, "content");
    fs.writeFileSync(file, content);
    await this.local.put(this.uri(key), file);
  }

  private uri(key: string): string {
    return `s3://${this.outputs.sourceBucketName}/raw/${key}`;
  }

  /** Nothing may be left to change, neither before a refresh nor after it. */
  assertSettled(): void {
    assert.deepEqual(this.cli.changes(), []);
    // The provider knows some empty lists only once it has read a resource.
    assert.doesNotMatch(this.cli.pulumi("refresh", "--yes"), /[1-9]\d* (deleted|created)/);
    assert.deepEqual(this.changes("--refresh"), []);
  }

  private changes(...args: string[]): string[] {
    const changes = this.cli.changes(...args).filter(({ op, name }) => !(op === "update" && FORGOTTEN.test(name)));
    return changes.map(({ op, type, name }) => `${op} ${type.split("/")[0]} ${name}`);
  }

  /** Changes the timeouts, for which nothing may be replaced. */
  assertUpdated(): void {
    this.cli.pulumi("config", "set", "timeoutMinutes", "40");
    assert.deepEqual(this.changes(), [
      "update s3-to-redshift:index:S3ToRedshiftPipeline every",
      "update s3-to-redshift:job:LoadJob every-load",
      "update aws:glue every-load-job",
      "update s3-to-redshift:schedule:LoadSchedule every-schedule",
      "update aws:glue every-schedule-load",
    ]);
    this.cli.up();
    this.assertSettled();
  }

  /** What protects data is taken off first. Nothing may be left, not even the objects of the buckets. */
  assertDestroyed(): void {
    assert.throws(() => this.cli.pulumi("destroy", "--yes", "--skip-preview"), /protect/);
    this.cli.pulumi("config", "set", "protectData", "false");
    this.cli.up();
    this.cli.pulumi("destroy", "--yes", "--skip-preview");
    assert.deepEqual(JSON.parse(this.cli.pulumi("stack", "export")).deployment.resources ?? [], []);
  }
}

/** Rules whose description moto does not tell, see docs/local.md: the provider would set it again. */
const FORGOTTEN = /^every-network-groups-(glue|warehouse|endpoints)-(from|to)-/;
