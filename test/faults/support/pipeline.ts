import { CreateJobCommand, GetJobRunCommand, type JobRun, StartJobRunCommand } from "@aws-sdk/client-glue";
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey } from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { workPrefixes } from "../../../components/job/work-prefixes";
import { eventually, logLines, putFiles } from "../../support/local-aws";
import { Model, type Mode, type Row } from "./model";
import { DATABASE, type Place } from "./place";

/** Of a dataset in a run's report: what the tests look at. */
export interface DatasetReport {
  status: string;
  read: number;
  loaded: number;
  quarantined: number;
  retries: { reason: string; waitSeconds: number }[];
  error: string | null;
}

export interface Run {
  id: string;
  state: string;
  error?: string;
  /** Undefined when the run did not get so far. */
  report?: DatasetReport;
}

const COLUMNS = { id: "int", name: "varchar(20)", amount: "decimal(10,2)", changed: "timestamp", day: "varchar(10)" };
/** What Java's second compiler makes faster is over by then. */
const CONF = "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
const WORK_PREFIXES = ["staging", "quarantine", "mended", "reports", "lineage"] as const;
const ROWS_A_FILE = 60;
const IDS = 90;
const RUN_SECONDS = 240;

let pipelines = 0;

/** A pipeline with one dataset, and what must be in its target. */
export class Pipeline {
  readonly name = `p${++pipelines}`;
  readonly dataset = "orders";
  /** The run that was started last. */
  current?: string;
  private readonly model: Model;
  private readonly written: { key: string; day: string }[] = [];
  private rounds = 0;
  private moments = 0;

  private constructor(
    private readonly place: Place,
    readonly mode: Mode,
  ) {
    this.model = new Model(mode);
  }

  /** @param load of the spec, besides the mode */
  static async make(place: Place, mode: Mode, load: object = {}): Promise<Pipeline> {
    const pipeline = new Pipeline(place, mode);
    const key = `${workPrefixes.code}${pipeline.name}.json`;
    await putFiles(place.clients.s3, place.work, { [key]: JSON.stringify(pipeline.spec(load)) });
    await place.clients.glue.send(
      new CreateJobCommand({
        Name: pipeline.name,
        Role: place.jobRoleArn,
        GlueVersion: "5.1",
        Command: { Name: "glueetl", PythonVersion: "3", ScriptLocation: place.scriptUri },
        WorkerType: "G.1X",
        NumberOfWorkers: 2,
        Timeout: 60,
        ExecutionProperty: { MaxConcurrentRuns: 2 },
        DefaultArguments: {
          "--job-bookmark-option": "job-bookmark-disable",
          "--extra-py-files": place.packageUri,
          "--conf": CONF,
          "--spec_uri": `s3://${place.work}/${key}`,
        },
      }),
    );
    return pipeline;
  }

  /** Key prefix of the run's files of the dataset below one of the work bucket's prefixes. */
  get folder(): string {
    return `${this.name}/${this.dataset}/`;
  }

  /** Two new files, and where the mode takes changed ones, another content of an earlier one. Each has a row that cannot be loaded. */
  async arrive(): Promise<void> {
    const round = ++this.rounds;
    const changed = this.mode === "append" ? [] : this.written.slice(0, 1);
    const fresh = [1, 2].map((number) => {
      const day = `2026-01-0${((round + number) % 3) + 1}`;
      return { key: `${this.folder}day=${day}/part-${round}-${number}.csv`, day };
    });
    for (const { key, day } of [...fresh, ...changed]) {
      const rows = this.newRows();
      const lines = rows.map(({ id, name, amount, changed: moment }) => [id, name, amount, moment].join(","));
      const Body = ["id,name,amount,changed", ...lines, `${IDS + 1},bad,abc,2026-01-01 00:00:00`, ""].join("\n");
      await putFiles(this.place.clients.s3, this.place.source, { [key]: Body });
      this.model.write(key, day, rows);
    }
    this.written.push(...fresh);
  }

  private newRows(): Row[] {
    return Array.from({ length: ROWS_A_FILE }, (_, i) => {
      const moment = this.moments++;
      return {
        id: (moment * 37) % IDS,
        name: `n${moment % 4}`,
        amount: `${(i * this.rounds) % 3}.50`,
        changed: new Date(Date.UTC(2026, 0, 1) + moment * 1000).toISOString().replace("T", " ").slice(0, 19),
      };
    });
  }

  /** Starts the job. @returns the run's id */
  async start(): Promise<string> {
    const { JobRunId } = await this.place.clients.glue.send(new StartJobRunCommand({ JobName: this.name }));
    this.current = JobRunId;
    return JobRunId!;
  }

  /** The end of a run, whatever it is. */
  async ended(RunId: string): Promise<Run> {
    const { glue } = this.place.clients;
    const ask = async (): Promise<JobRun | undefined> => {
      const { JobRun } = await glue.send(new GetJobRunCommand({ JobName: this.name, RunId }));
      return JobRun!.CompletedOn && JobRun;
    };
    const { JobRunState = "", ErrorMessage } = await eventually(`the end of ${this.name}'s run`, ask, RUN_SECONDS);
    return { id: RunId, state: JobRunState, error: ErrorMessage, report: await this.report(RunId) };
  }

  async run(): Promise<Run> {
    return this.ended(await this.start());
  }

  /** Runs the job, which must load all that is new. */
  async loads(): Promise<Run> {
    const run = await this.run();
    if (run.state !== "SUCCEEDED") await this.explain(run);
    return run;
  }

  /** Kills the processes of the run that goes on, all at once and without a warning. */
  kill(): void {
    const { stdout } = spawnSync("ps", ["-axww", "-o", "pgid=,command="], { encoding: "utf8", maxBuffer: 1 << 26 });
    const groups = stdout.split("\n").filter((line) => line.includes(this.current!));
    assert.ok(groups.length > 0, `no process of run ${this.current}`);
    for (const group of new Set(groups.map((line) => Number.parseInt(line, 10)))) process.kill(-group, "SIGKILL");
  }

  /** Fails unless target, ledger and staging are as after loads of all files, each exactly once. */
  async check(): Promise<void> {
    const own = this.mode === "history" ? ", valid_from, valid_to, is_current" : "";
    const rows = await this.place.query(`SELECT id, name, amount, changed, day${own} FROM ${this.name}.orders`);
    assert.deepEqual(rows.map((row) => row.map(String).join("|")).sort(), this.model.target(), "rows of the target");
    await this.checkLedger(rows.length);
    assert.deepEqual(await this.keys(this.place.work, `${workPrefixes.staging}${this.name}/`), [], "left in staging");
    const tables = await this.place.query(
      `SELECT table_schema || '.' || table_name FROM svv_tables WHERE table_schema LIKE '%${this.name}' ORDER BY 1`,
    );
    const ledger = `s3_to_redshift_${this.name}`;
    assert.deepEqual(tables.flat(), [`${this.name}.orders`, `${ledger}.load_runs`, `${ledger}.loaded_files`]);
  }

  private async checkLedger(rows: number): Promise<void> {
    const ledger = `s3_to_redshift_${this.name}`;
    const files = await this.place.query(
      `SELECT f.key, f.etag, count(r.run_id) FROM ${ledger}.loaded_files f LEFT JOIN ${ledger}.load_runs r ON r.run_id = f.run_id AND r.dataset = f.dataset
       GROUP BY f.key, f.etag, f.run_id ORDER BY f.key`,
    );
    const source = await this.objects(this.place.source, this.folder);
    assert.deepEqual(
      files,
      source.map(({ Key, ETag }) => [Key, ETag!.replaceAll('"', ""), "1"]),
      "the ledger's files",
    );
    const [[runs, distinct, off, loaded]] = await this.place.query(
      `SELECT count(*), count(DISTINCT run_id), sum(CASE WHEN rows_read + derived = loaded + quarantined + filtered + deduplicated THEN 0 ELSE 1 END),
              sum(loaded) FROM ${ledger}.load_runs`,
    );
    assert.deepEqual([distinct, off], [runs, "0"], "one record a load, and its counts add up");
    if (this.mode === "append") assert.equal(loaded, String(rows), "rows that the loads say to have brought");
  }

  /** Fails with all that is known of a run. */
  private async explain({ id, state, error, report }: Run): Promise<never> {
    const logs = await logLines(this.place.clients.logs, "/aws-glue/jobs/error", id);
    const unsprung = this.place.faults.unsprung.join(", ") || "none";
    throw new Error(
      [
        `run ${id} is ${state}: ${error}`,
        JSON.stringify(report),
        `points that never came: ${unsprung}`,
        ...logs.slice(-40),
      ].join("\n"),
    );
  }

  private async report(runId: string): Promise<DatasetReport | undefined> {
    const Key = `${workPrefixes.reports}${runId}.json`;
    try {
      const { Body } = await this.place.clients.s3.send(new GetObjectCommand({ Bucket: this.place.work, Key }));
      return (JSON.parse(await Body!.transformToString()) as { datasets: DatasetReport[] }).datasets[0];
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  private async keys(bucket: string, prefix: string): Promise<string[]> {
    return (await this.objects(bucket, prefix)).map(({ Key }) => Key!);
  }

  private async objects(Bucket: string, Prefix: string) {
    return (await this.place.clients.s3.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents ?? [];
  }

  private spec(load: object): object {
    const { source, work, workgroupName, copyRoleArn } = this.place;
    return {
      version: 1,
      pipeline: this.name,
      source: { bucket: source, catalogDatabase: "none" },
      work: {
        bucket: work,
        ...Object.fromEntries(WORK_PREFIXES.map((name) => [`${name}Prefix`, workPrefixes[name]])),
      },
      warehouse: { workgroupName, database: DATABASE, copyRoleArn },
      datasets: [
        {
          name: this.dataset,
          prefix: this.folder,
          format: "csv",
          catalogTable: "none",
          columns: Object.entries(COLUMNS).map(([name, type]) => ({ name, type })),
          load: { mode: this.mode, ...this.keyed(), ...load },
          target: { schema: this.name, table: "orders" },
        },
      ],
    };
  }

  private keyed(): object {
    if (this.mode === "upsert") return { keys: ["id"], orderBy: "changed" };
    return this.mode === "history" ? { keys: ["id"], validFrom: "changed" } : {};
  }
}
