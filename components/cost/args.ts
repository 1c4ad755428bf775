import { z } from "zod";
import type { S3ToRedshiftPipelineArgs } from "../pipeline-args";
import { matching, strict } from "../validation";

/** How much a pipeline does, which its arguments do not tell. */
export interface CostUsageArgs {
  /**
   * Runs a day, each a crawl and a load: up to 288, one every five minutes.
   * @default 1
   */
  runsPerDay?: number;

  /**
   * Minutes that a load takes. Glue bills one at least.
   * @default 10
   */
  minutesPerRun?: number;

  /**
   * Minutes that a crawl takes; 0 where nothing is crawled. Glue bills ten at least.
   * @default 2
   */
  crawlMinutesPerRun?: number;

  /**
   * Minutes that maintenance takes after each load, where the pipeline has any. Glue bills one at least.
   * @default 5
   */
  maintenanceMinutesPerRun?: number;

  /**
   * Hours a day for which the warehouse is paid, up to 24: those in which Redshift Serverless computes, for loads and readers, or
   * in which a cluster is not paused.
   * @default for Serverless as long as loads and maintenance take, a minute each at least; for a cluster 24
   */
  warehouseHoursPerDay?: number;

  /**
   * GB that the tables take in Redshift's managed storage.
   * @default 10
   */
  warehouseGb?: number;

  /**
   * GB in the pipeline's buckets: files, old versions, rows that were set aside, reports.
   * @default 10
   */
  bucketGb?: number;

  /**
   * GB of staged rows that lie in the work bucket on an average day, with those that are deleted but kept as old versions.
   * @default 1
   */
  stagedGb?: number;

  /**
   * Files that a run loads.
   * @default 100
   */
  filesPerRun?: number;

  /**
   * GB of logs a month, of jobs, crawls and warehouse.
   * @default 1
   */
  logGb?: number;

  /**
   * GB a month that pass through the interface endpoints, where the pipeline makes any. What goes to S3 does not.
   * @default 1
   */
  endpointGb?: number;
}

/** Arguments of {@link estimateMonthlyCost}. */
export interface CostArgs {
  /** AWS region: `eu-west-1`. */
  region: string;

  /** The pipeline's arguments; no value of it that only AWS knows is looked at. */
  pipeline: S3ToRedshiftPipelineArgs;

  /**
   * How much the pipeline does.
   * @default the defaults of {@link CostUsageArgs}
   */
  usage?: CostUsageArgs;
}

/** A number from 0 on; `usual` where none is given. */
const amount = (usual: number, most = Infinity) => z.number().min(0).max(most).default(usual);

/** What {@link CostUsageArgs} accepts, and its defaults. */
export const costUsageSchema = strict({
  runsPerDay: amount(1, 288),
  minutesPerRun: amount(10),
  crawlMinutesPerRun: amount(2),
  maintenanceMinutesPerRun: amount(5),
  warehouseHoursPerDay: z.number().min(0).max(24).optional(),
  warehouseGb: amount(10),
  bucketGb: amount(10),
  stagedGb: amount(1),
  filesPerRun: amount(100),
  logGb: amount(1),
  endpointGb: amount(1),
});

/** {@link CostUsageArgs} with its defaults. */
export type Usage = z.infer<typeof costUsageSchema>;

export const regionSchema = matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as eu-west-1");
