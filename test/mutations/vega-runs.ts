import { DeleteTableCommand, type GlueClient } from "@aws-sdk/client-glue";
import * as fs from "node:fs";
import * as path from "node:path";
import type { PipelineOutputs } from "../../scripts/pipeline/outputs";
import { mendedFolder } from "../../scripts/pipeline/quarantine/stored";
import type { DeployedSpec } from "../../scripts/pipeline/spec";
import { duckdb } from "../../scripts/sample/vega";
import { crawlToEnd, forgetColumns, runToEnd } from "../support/glue-runs";
import type { LocalFolder } from "../support/local-folder";

const partition = (number: number) => `year=${2000 + number}/month=01/`;

/** Runs of the stack `local`, each with something new to be found or loaded. They return what a run says when it fails. */
export class VegaRuns {
  private files = 0;

  constructor(
    private readonly local: LocalFolder,
    private readonly glue: GlueClient,
    private readonly pipeline: PipelineOutputs,
    private readonly spec: DeployedSpec,
  ) {}

  /** A new partition to be found. */
  async crawl(): Promise<string | undefined> {
    await this.copy("flights_by_month", `${partition(++this.files)}flights.parquet`, "flights.parquet");
    return crawlToEnd(this.glue, this.pipeline.crawlerName);
  }

  /** The crawler finds the files and no table. */
  async crawlForgotten(Name: string): Promise<string | undefined> {
    await this.glue.send(new DeleteTableCommand({ DatabaseName: this.pipeline.databaseName, Name }));
    return this.crawl();
  }

  /** The first partition has one more column. */
  async crawlChanged(): Promise<string | undefined> {
    await this.flights("changed.parquet", `, 1 AS column_${++this.files}`);
    await this.copy("flights_by_month", `${partition(1)}changed.parquet`, "changed.parquet");
    return this.crawl();
  }

  /** A new file to be loaded. */
  async load(): Promise<string | undefined> {
    await this.airports(++this.files);
    return runToEnd(this.glue, this.pipeline.jobName, { "--datasets": "airports" });
  }

  /** The catalog has lost the columns of the target. */
  async loadUndescribed(): Promise<string | undefined> {
    const { targetsDatabaseName, warehouseDatabase } = this.pipeline;
    await forgetColumns(this.glue, targetsDatabaseName!, `${warehouseDatabase}_vega_airports`);
    return this.load();
  }

  /** Besides, a row of quarantine that a person has mended. */
  async loadMended(): Promise<string | undefined> {
    const iata = `M${++this.files}`;
    const row = { iata, name: "Mended", city: "Town", state: "TX", country: "USA", latitude: "1.5", longitude: "2.5" };
    await this.put(
      `s3://${this.spec.work.bucket}/${mendedFolder(this.spec, "airports")}${iata}.json`,
      JSON.stringify(row),
    );
    return this.load();
  }

  async airports(number: number): Promise<void> {
    const row = `X${number},Field ${number},Town,TX,USA,${number}.5,2.5`;
    await this.file("airports", `a${number}.csv`, `iata,name,city,state,country,latitude,longitude\n${row}\n`);
  }

  /** One flight, in a file of that name. */
  async flights(name: string, columns = ""): Promise<void> {
    await duckdb(
      `COPY (SELECT TIMESTAMP '2026-01-01' AS date, 1 AS delay, 2 AS distance, 'TUS' AS origin, 'LAX' AS destination${columns})
       TO '${this.path(name)}' (FORMAT parquet)`,
    );
  }

  async file(dataset: string, name: string, content: string): Promise<void> {
    await this.put(this.locationOf(dataset) + name, content);
  }

  async copy(dataset: string, name: string, file: string): Promise<void> {
    await this.local.put(this.locationOf(dataset) + name, this.path(file));
  }

  private async put(uri: string, content: string): Promise<void> {
    fs.writeFileSync(this.path("content"), content);
    await this.local.put(uri, this.path("content"));
  }

  private locationOf(dataset: string): string {
    return this.pipeline.datasets.find((it) => it.name === dataset)!.location;
  }

  private path(name: string): string {
    return path.join(this.local.folder, name);
  }
}
