import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { clientSettings } from "../../scripts/clients";
import { type PipelineOutputs, readStackOutputs } from "../../scripts/pipeline/outputs";
import type { Quarantined } from "../../scripts/pipeline/quarantine/list";
import { type Row, query } from "../../scripts/pipeline/sql";
import { deploy } from "../../scripts/pulumi";
import { duckdb } from "../../scripts/sample/vega";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";

const AIRPORTS = "iata,name,city,state,country,latitude,longitude\n";
const MOVIES = "new movies é.json";
/** More bytes than VARCHAR takes. */
const TOO_LONG = "x".repeat(70_000);

/** From the rows that did not fit to the target, by the commands alone. */
describe("npm run pipeline -- quarantine", function () {
  this.timeout(600_000);
  let local: LocalFolder;
  let pipeline: PipelineOutputs;
  let sql: (text: string) => Promise<Row[]>;
  let first: Record<string, Quarantined>;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    const env = await local.environment();
    await deploy("local", env, () => undefined);
    const outputs = await readStackOutputs("local", env);
    pipeline = outputs.pipeline;
    const data = new RedshiftDataClient(clientSettings(outputs.region, env));
    sql = (text) => query(data, pipeline, text);

    const parquet = file("flights.parquet");
    await duckdb(
      `COPY (SELECT TIMESTAMP '2026-01-01' AS date, 1 AS delay, 2 AS distance, 'TUS' AS origin, 'LAX' AS destination) TO '${parquet}' (FORMAT parquet)`,
    );
    await local.put(`${locationOf("flights")}flights.parquet`, parquet);
    await local.put(`${locationOf("flights_by_month")}year=2026/month=01/flights.parquet`, parquet);
    await put("airports", "airports.csv", `${AIRPORTS}AAA,First,Town,TX,USA,1.5,2.5\n,No Code,Town,TX,USA,3.5,4.5\n`);
    const titles = ["Good", TOO_LONG, `${TOO_LONG}y`].map((Title, i) => ({ Title, "US Gross": i }));
    await put("movies", MOVIES, JSON.stringify(titles));
    local.command("pipeline", "run", "--stack", "local");
    first = Object.fromEntries(list().map((found) => [found.dataset, found]));
  });
  after(() => local.remove());

  const file = (name: string) => path.join(local.folder, name);
  const locationOf = (dataset: string) => pipeline.datasets.find(({ name }) => name === dataset)!.location;

  async function put(dataset: string, name: string, content: string): Promise<void> {
    fs.writeFileSync(file("content"), content);
    await local.put(locationOf(dataset) + name, file("content"));
  }

  const quarantine = (...args: string[]) => local.command("pipeline", "quarantine", ...args, "--stack", "local");

  function list(...args: string[]): Quarantined[] {
    quarantine("list", "--json", file("list.json"), ...args);
    return JSON.parse(fs.readFileSync(file("list.json"), "utf8")).quarantined;
  }

  /** Fetches the rows that the first run set aside. */
  function fetch(dataset: string, name: string): string[] {
    quarantine("fetch", "--run", first[dataset].runId, "--dataset", dataset, "--out", file(name));
    return fs.readFileSync(file(name), "utf8").trimEnd().split("\n");
  }

  /** Writes lines as a person would have changed them, and reloads them. */
  function reload(lines: string[], change: (values: Record<string, unknown>, i: number) => void = () => {}): string {
    const mended = lines.map((line, i) => {
      const record = JSON.parse(line);
      change(record.values, i);
      return JSON.stringify(record);
    });
    fs.writeFileSync(file("mended.jsonl"), `${mended.join("\n")}\n`);
    return quarantine("reload", file("mended.jsonl"));
  }

  it("lists what the run set aside, counted by rule", () => {
    assert.deepEqual(Object.keys(first).sort(), ["airports", "movies"]);
    const { rows, rules, mendedFiles, loaded, address, runId } = first.movies;
    assert.deepEqual(
      { rows, rules, mendedFiles, loaded },
      { rows: 2, rules: { length: 2 }, mendedFiles: 0, loaded: true },
    );
    assert.match(address, new RegExp(`^s3://${pipeline.workBucketName}/quarantine/[^/]+/movies/${runId}/$`));
    assert.deepEqual(first.airports.rules, { key: 1 });
    assert.deepEqual(
      list("--dataset", "movies").map(({ dataset }) => dataset),
      ["movies"],
    );
    assert.deepEqual(list("--run", "jr_0"), []);
  });

  it("fetches the rows as they stood, into a file that is not there yet", () => {
    const records = fetch("movies", "movies.jsonl").map((line) => JSON.parse(line));
    assert.deepEqual(records.map(({ values }) => values["us gross"] ?? values["US Gross"]).sort(), ["1", "2"]);
    for (const { file: from, dataset, reasons } of records) {
      assert.deepEqual([from, dataset], [locationOf("movies") + MOVIES, "movies"]);
      assert.match(reasons[0].reason, /^title: /i);
    }
    assert.throws(() => fetch("movies", "movies.jsonl"), /exists already/);
    assert.throws(
      () => quarantine("fetch", "--run", "jr_0", "--dataset", "movies", "--out", file("none.jsonl")),
      /No row of movies lies in quarantine for run jr_0/,
    );
    assert.equal(fs.existsSync(file("none.jsonl")), false);
  });

  it("refuses rows in which nothing was changed, and loads none", async () => {
    const lines = fetch("movies", "unchanged.jsonl");
    assert.throws(
      () => reload(lines, (values, i) => i === 0 && shorten(values, "Mended")),
      /Nothing was loaded\. In the file:\n {2}line 2: nothing was changed/,
    );
    assert.deepEqual(await titles(), ["Good"]);
    assert.equal(list("--dataset", "movies")[0].mendedFiles, 0);
  });

  it("loads a mended row of `append` once, however often the same file is given", async () => {
    const lines = fetch("movies", "one.jsonl").slice(0, 1);
    const mend = (values: Record<string, unknown>) => shorten(values, "Mended");
    assert.match(reload(lines, mend), /movies .*LOADED/);
    assert.deepEqual(await titles(), ["Good", "Mended"]);
    assert.match(reload(lines, mend), /These rows had been loaded before/);
    assert.deepEqual(await titles(), ["Good", "Mended"]);
    assert.equal(list("--dataset", "movies")[0].mendedFiles, 1);
  });

  it("refuses a row of `append` that was given before among others", async () => {
    const lines = fetch("movies", "two.jsonl");
    assert.throws(
      () => reload(lines, (values, i) => shorten(values, i === 0 ? "Mended" : "Other")),
      /In the file:\n {2}line 1: was given already, in s3:\/\/.*\/mended\//,
    );
    reload(lines.slice(1), (values) => shorten(values, "Other"));
    assert.deepEqual(await titles(), ["Good", "Mended", "Other"]);
  });

  it("loads a mended row of `upsert` under its key", async () => {
    reload(fetch("airports", "airports.jsonl"), (values) => (values.iata = "BBB"));
    assert.deepEqual(await sql("SELECT iata, name, latitude FROM vega.airports ORDER BY iata"), [
      { iata: "AAA", name: "First", latitude: 1.5 },
      { iata: "BBB", name: "No Code", latitude: 3.5 },
    ]);
  });

  it("refuses the rows of a file that was loaded again since", async () => {
    const lines = fetch("airports", "before.jsonl");
    await put("airports", "airports.csv", `${AIRPORTS}AAA,Renamed,Town,TX,USA,1.5,2.5\nCCC,New,Town,TX,USA,3.5,4.5\n`);
    local.command("pipeline", "run", "--stack", "local", "--full-listing");
    assert.throws(
      () => reload(lines, (values) => (values.iata = "DDD")),
      /line 1: s3:\/\/.*airports\.csv was loaded again since run jr_/,
    );
  });

  /** As a person would: by the name that stands there. */
  function shorten(values: Record<string, unknown>, title: string): void {
    values[Object.keys(values).find((name) => name.toLowerCase() === "title")!] = title;
  }

  async function titles(): Promise<unknown[]> {
    return (await sql("SELECT title FROM vega.movies ORDER BY title")).map(({ title }) => title);
  }
});
