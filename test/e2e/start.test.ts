import { GetTableCommand, GlueClient } from "@aws-sdk/client-glue";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { clientSettings } from "../../scripts/clients";
import { type PipelineOutputs, readStackOutputs } from "../../scripts/pipeline/outputs";
import { query } from "../../scripts/pipeline/sql";
import { root } from "../../scripts/setup/paths";
import { countRows, duckdb, type SampleFile, vegaFiles } from "../../scripts/sample/vega";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { pulumiIn } from "../support/pulumi-program";

interface Result {
  status: string;
  datasets: { dataset: string; status: string; files: number; read: number; loaded: number; quarantined: number }[];
}

describe("npm start", function () {
  this.timeout(600_000);
  let local: LocalFolder;
  let data: RedshiftDataClient;
  let glue: GlueClient;
  let pipeline: PipelineOutputs;
  let files: SampleFile[];
  const results: Result[] = [];

  function start(): Result {
    const json = path.join(local.folder, `result-${results.length}.json`);
    local.command("start", "--json", json);
    return JSON.parse(fs.readFileSync(json, "utf8"));
  }
  const sql = (text: string) => query(data, pipeline, text);

  before(async () => {
    local = makeLocalFolder();
    results.push(start());
    const outputs = await readStackOutputs("local", await local.environment());
    pipeline = outputs.pipeline;
    const settings = clientSettings(outputs.region, await local.environment());
    data = new RedshiftDataClient(settings);
    glue = new GlueClient(settings);
    files = await vegaFiles(path.join(local.folder, "sample"));
  });
  after(() => local.remove());

  it("loads every row of every file", async () => {
    assert.equal(results[0].status, "SUCCEEDED");
    for (const { dataset, status, read, files: count } of results[0].datasets) {
      assert.equal(status, "LOADED", dataset);
      assert.equal(read, await countRows(files, dataset), dataset);
      assert.equal(count, files.filter((file) => file.dataset === dataset).length, dataset);
    }
  });

  for (const [dataset, sums] of [
    [
      "airports",
      "count(*), count(DISTINCT iata), sum(CAST(latitude AS DECIMAL(18, 8))), sum(CAST(longitude AS DECIMAL(18, 8))), count(state)",
    ],
    ["flights", "count(*), sum(delay), sum(distance), count(DISTINCT origin), min(date), max(date)"],
    ["flights_by_month", "count(*), sum(delay), sum(distance), count(DISTINCT destination), min(month), max(year)"],
  ] as const) {
    it(`holds in vega.${dataset} what DuckDB finds in the files`, async () => {
      const named = sums.split(/, (?=\w+\()/).map((sum, i) => `CAST(${sum} AS VARCHAR(64)) AS c${i}`);
      const paths = files.filter((file) => file.dataset === dataset).map((file) => `'${file.path}'`);
      const reader = dataset === "airports" ? "read_csv" : "read_parquet";
      const [there] = await sql(`SELECT ${named.join(", ")} FROM vega.${dataset}`);
      const [here] = await duckdb(`SELECT ${named.join(", ")} FROM ${reader}([${paths.join(", ")}])`);
      assert.deepEqual(Object.values(there).map(asNumber), Object.values(here).map(asNumber));
    });
  }

  it("holds in vega.movies what DuckDB finds in the file, mixed types and nulls alike", async () => {
    const file = files.find(({ dataset }) => dataset === "movies")!.path;
    const [there] = await sql(
      `SELECT count(*) AS rows, count(title) AS titles, sum(us_gross) AS gross, count(imdb_rating) AS rated FROM vega.movies`,
    );
    const [here] = await duckdb(
      `SELECT count(*) AS rows, count(Title) AS titles, sum("US Gross") AS gross, count("IMDB Rating") AS rated FROM read_json('${file}')`,
    );
    assert.deepEqual(Object.values(there).map(Number), Object.values(here).map(Number));
  });

  it("shows in the catalog what each table in Redshift is like", async () => {
    for (const { target } of pipeline.datasets) {
      const Name = `${pipeline.warehouseDatabase}_${target.schema}_${target.table}`;
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName: pipeline.targetsDatabaseName, Name }));
      const there = await sql(
        `SELECT column_name FROM svv_redshift_columns WHERE schema_name = '${target.schema}' AND table_name = '${target.table}' ORDER BY ordinal_position`,
      );
      assert.equal(Table!.Parameters!.classification, "redshift");
      assert.deepEqual(
        Table!.StorageDescriptor!.Columns!.map((column) => column.Name),
        there.map((row) => row.column_name),
      );
    }
  });

  it("leaves Pulumi nothing to change: the columns in the catalog are the job's", async () => {
    const cli = pulumiIn(root, await local.environment());
    assert.deepEqual(cli.changes("--stack", "local"), []);
    assert.deepEqual(
      cli.changes("--stack", "local", "--refresh").filter(({ type }) => type === "aws:glue/catalogTable:CatalogTable"),
      [],
    );
  });

  it("loads nothing the second time and changes no count", async () => {
    const before = await counts();
    results.push(start());
    assert.deepEqual(
      results[1].datasets.map(({ status, files: count, loaded }) => ({ status, count, loaded })),
      results[1].datasets.map(() => ({ status: "NOTHING_NEW", count: 0, loaded: 0 })),
    );
    assert.deepEqual(await counts(), before);
  });

  it("loads a file that arrives later, by `pipeline run` alone", async () => {
    const extra = path.join(local.folder, "more.csv");
    fs.writeFileSync(
      extra,
      "iata,name,city,state,country,latitude,longitude\nZZZ,Added,Town,TX,USA,1.5,2.5\n00M,Renamed,Bay Springs,MS,USA,31.9,-89.2\n",
    );
    await local.put(pipeline.datasets[0].location + "more.csv", extra);
    const before = await counts();
    const json = path.join(local.folder, "run.json");
    local.command("pipeline", "run", "--stack", "local", "--json", json);
    const run: Result = JSON.parse(fs.readFileSync(json, "utf8"));
    assert.equal(run.datasets.find(({ dataset }) => dataset === "airports")!.loaded, 2);
    assert.deepEqual(await counts(), { ...before, airports: before.airports + 1 });
    assert.deepEqual(await sql(`SELECT name FROM vega.airports WHERE iata IN ('00M', 'ZZZ') ORDER BY iata`), [
      { name: "Renamed" },
      { name: "Added" },
    ]);
  });

  it("fails with the job's own message when a file that was appended has changed, and loads the others", async () => {
    const before = await counts();
    const changed = path.join(local.folder, "movies.json");
    fs.writeFileSync(changed, '[{"Title": "Changed"}]');
    await local.put(pipeline.datasets[1].location + "movies.json", changed);
    const added = path.join(local.folder, "one-more.csv");
    fs.writeFileSync(added, "iata,name,city,state,country,latitude,longitude\nYYY,Another,Town,TX,USA,1.5,2.5\n");
    await local.put(pipeline.datasets[0].location + "one-more.csv", added);
    assert.throws(
      () => local.command("pipeline", "run", "--stack", "local"),
      /ended FAILED: .*dataset movies: s3:\/\/.*movies\.json has changed since it was loaded/,
    );
    assert.deepEqual(await counts(), { ...before, airports: before.airports + 1 });
  });

  it("leaves OpenLineage's events of every run, from start to end", async () => {
    const found = await local.list(pipeline.workBucketName, "lineage/");
    assert.equal(found.length, (await local.list(pipeline.workBucketName, "reports/")).length);
    assert.match(found[0], /^lineage\/jr_\w+\.jsonl$/);
  });

  it("looks after the tables, by `pipeline maintain`", async () => {
    const before = await counts();
    local.command("pipeline", "maintain", "--stack", "local");
    const [key] = await local.list(pipeline.workBucketName, "reports/maintenance/");
    assert.match(key, /^reports\/maintenance\/jr_\w+\.json$/);
    const [{ tended }] = await sql(
      `SELECT count(*) AS tended FROM pg_stat_user_tables WHERE schemaname = 'vega' AND last_vacuum IS NOT NULL AND last_analyze IS NOT NULL`,
    );
    assert.equal(Number(tended), pipeline.datasets.length);
    assert.deepEqual(await counts(), before);
  });

  it("leaves nothing staged", async () => {
    assert.deepEqual(await local.list(pipeline.workBucketName, "staging/"), []);
  });

  async function counts(): Promise<Record<string, number>> {
    const entries = pipeline.datasets.map(async ({ name, target }) => {
      const [{ rows }] = await sql(`SELECT count(*) AS rows FROM ${target.schema}.${target.table}`);
      return [name, Number(rows)] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
});

/** Numbers are compared as such: engines print them differently. Other texts stay. */
function asNumber(value: unknown): unknown {
  return Number.isNaN(Number(value)) ? value : Number(value);
}
