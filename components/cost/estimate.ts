import { jobSizeSchema } from "../job/size";
import type { S3ToRedshiftPipelineArgs } from "../pipeline-args";
import { logsSchema } from "../pipeline-schema";
import { checkArgument } from "../validation";
import { checkCluster } from "../warehouse/cluster-args";
import { checkServerless } from "../warehouse/serverless";
import { type CostArgs, costUsageSchema, regionSchema } from "./args";
import { glueUses } from "./glue";
import { type Price, PRICED, type PriceName, PRICES, PriceSource } from "./prices";
import { upkeepUses } from "./upkeep";
import type { Use } from "./use";
import { warehouseUses } from "./warehouse";

/** What one thing costs in a month. */
export interface CostItem {
  /** What is paid for: `Glue crawler`. */
  what: string;
  /** How much of it, in `unit`. */
  quantity: number;
  /** What it is counted in: `DPU-hours`. */
  unit: string;
  /** US dollars a month, not rounded. */
  usd: number;
}

/** What a pipeline costs in a month, as far as it can be told before. */
export interface CostEstimate {
  /** All that costs something. */
  items: CostItem[];
  /** Sum of the items, in US dollars, not rounded. */
  totalUsd: number;
  /** Region for which it was asked. */
  region: string;
  /** Region whose prices were taken: another one where the table does not have the first. */
  priceRegion: string;
  /** Day on which the oldest of that region's prices was read, YYYY-MM-DD. */
  pricesOf: string;
  /** What was taken for granted, and what is not counted, in words. */
  assumptions: string[];
}

const FALLBACK_REGION = "us-east-1";

/**
 * What a pipeline costs in a month of 730 hours, by a committed table of AWS's list prices. It asks nobody: the same arguments
 * give the same estimate, and prices that AWS has changed since are wrong in it.
 *
 * ```ts
 * const { totalUsd } = estimateMonthlyCost({ region: "eu-west-1", pipeline: args, usage: { runsPerDay: 24, minutesPerRun: 4 } });
 * ```
 *
 * @throws InputPropertyError when `region`, a number of `usage`, or a size in `pipeline` is none that is taken
 */
export function estimateMonthlyCost({ region, pipeline, usage: given = {} }: CostArgs): CostEstimate {
  checkArgument(regionSchema, region, "region");
  const usage = checkArgument(costUsageSchema, given, "usage");
  checkSizes(pipeline);

  const known = PRICES[region];
  const priceRegion = known ? region : FALLBACK_REGION;
  const prices = known ?? PRICES[FALLBACK_REGION]!;
  const parts = [glueUses(pipeline, usage), warehouseUses(pipeline, usage), upkeepUses(pipeline, usage)];
  const uses = parts.flatMap((part) => part.uses).filter(({ quantity }) => quantity > 0);
  const items = uses.map(({ what, price, quantity }) => ({
    what,
    quantity,
    unit: PRICED[price].unit,
    usd: quantity * prices[price].usd,
  }));
  return {
    items,
    totalUsd: items.reduce((sum, { usd }) => sum + usd, 0),
    region,
    priceRegion,
    pricesOf: oldest(prices),
    assumptions: [
      ...(known ? [] : [`The table has no prices of ${region}: those of ${priceRegion} are taken.`]),
      "List prices, without taxes, discounts and free tiers; snapshots and traffic out of the region are not counted.",
      ...parts.flatMap((part) => part.assumptions),
      ...notVerified(uses, prices),
    ],
  };
}

function checkSizes({ job, warehouse: { serverless = {}, cluster } = {}, logs }: S3ToRedshiftPipelineArgs): void {
  checkArgument(jobSizeSchema.optional(), job, "pipeline.job");
  checkArgument(logsSchema.optional(), logs, "pipeline.logs");
  checkServerless(serverless, "pipeline.warehouse.serverless");
  if (cluster) checkCluster(cluster, "pipeline.warehouse.cluster");
}

const oldest = (prices: Record<PriceName, Price>): string =>
  Object.values(prices)
    .flatMap(({ read }) => read ?? [])
    .sort()[0];

const notVerified = (uses: Use[], prices: Record<PriceName, Price>): string[] =>
  uses
    .filter(({ price }) => prices[price].source === PriceSource.Unverified)
    .map(
      ({ what, price }) => `Not verified: the price of "${what}" ($${prices[price].usd}) is ${prices[price].reason}.`,
    );
