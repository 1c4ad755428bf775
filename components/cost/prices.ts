/** Where a price was read. */
export enum PriceSource {
  /** AWS's price list file of the service and region, which AWS answers without an account. */
  PriceList = "AWS's price list",
  /** AWS's pricing page of the service, which has one price for all regions. */
  Page = "AWS's pricing page",
  /** Nowhere: {@link Price.reason} says how it was come by. */
  Unverified = "unverified",
}

/** What AWS asks for one unit, in US dollars. */
export interface Price {
  usd: number;
  source: PriceSource;
  /** Day on which it was read, YYYY-MM-DD. */
  read?: string;
  /** How an unverified one was come by. */
  reason?: string;
}

/** What is paid for, in which unit, and AWS's page about it. */
export const PRICED = {
  /** Of Glue up to 5.1; that of Glue 6.0 is another one. */
  glueDpuHour: { unit: "DPU-hours", page: "https://aws.amazon.com/glue/pricing/" },
  glueFlexDpuHour: { unit: "DPU-hours", page: "https://aws.amazon.com/glue/pricing/" },
  crawlerDpuHour: { unit: "DPU-hours", page: "https://aws.amazon.com/glue/pricing/" },
  rpuHour: { unit: "RPU-hours", page: "https://aws.amazon.com/redshift/pricing/" },
  "ra3.large": { unit: "node-hours", page: "https://aws.amazon.com/redshift/pricing/" },
  "ra3.xlplus": { unit: "node-hours", page: "https://aws.amazon.com/redshift/pricing/" },
  "ra3.4xlarge": { unit: "node-hours", page: "https://aws.amazon.com/redshift/pricing/" },
  "ra3.16xlarge": { unit: "node-hours", page: "https://aws.amazon.com/redshift/pricing/" },
  managedStorage: { unit: "GB-months", page: "https://aws.amazon.com/redshift/pricing/" },
  s3Storage: { unit: "GB-months", page: "https://aws.amazon.com/s3/pricing/" },
  s3Writes: { unit: "thousand requests", page: "https://aws.amazon.com/s3/pricing/" },
  s3Reads: { unit: "thousand requests", page: "https://aws.amazon.com/s3/pricing/" },
  kmsKey: { unit: "key-months", page: "https://aws.amazon.com/kms/pricing/" },
  secret: { unit: "secret-months", page: "https://aws.amazon.com/secrets-manager/pricing/" },
  endpointHour: { unit: "hours", page: "https://aws.amazon.com/privatelink/pricing/" },
  endpointGb: { unit: "GB", page: "https://aws.amazon.com/privatelink/pricing/" },
  logGb: { unit: "GB", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  logStorage: { unit: "GB-months", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  metric: { unit: "metric-months", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  alarm: { unit: "alarm-metric-months", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  dashboard: { unit: "dashboard-months", page: "https://aws.amazon.com/cloudwatch/pricing/" },
} as const;

export type PriceName = keyof typeof PRICED;

const listOf = (read: string) => (usd: number) => ({ usd, source: PriceSource.PriceList, read });
const unverified = (usd: number, reason: string) => ({ usd, source: PriceSource.Unverified, reason });

// AWS's pricing pages fill most prices in by script. These are from the price list files of each service and region
// (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html), by extracts that others
// published with the day. Where two of them have the same price they agree.

/** Redshift in eleven regions. */
const july2 = listOf("2026-07-02");
/** All services in five regions: https://github.com/catchmeif404/aws-cost-calculator, backend/src/main/resources/pricing. */
const september3 = listOf("2026-09-03");
/** S3 and CloudWatch in us-west-2. */
const september18 = listOf("2026-09-18");
/** Endpoints and keys in all regions: https://github.com/xbill9/zombiescan, src/zombiescan/pricing/table.json; metrics in us-east-1. */
const september21 = listOf("2026-09-21");
/** S3 in eu-central-1. */
const september28 = listOf("2026-09-28");
/** Glue, Redshift and S3: https://github.com/phoebefu6/learn-aws-with-phoebe, materials/prices-us-east-1.json. */
const october3 = listOf("2026-10-03");
/** S3, CloudWatch, secrets: https://github.com/henderjm/world-cup-sweepstake, docs/costs/aws-ireland-rates.json. */
const october4 = listOf("2026-10-04");
/** https://github.com/GoogleCloudPlatform/PerfKitBenchmarker, aws_dpb_glue_prices.py: made from the list, on a day it does not tell. */
const undated = (usd: number) => ({ usd, source: PriceSource.PriceList });
/** What the page has for all regions alike; the price list has dashboards for the place "Any". */
const page = (usd: number) => ({ usd, source: PriceSource.Page });

/** Prices by region. */
export const PRICES: Record<string, Record<PriceName, Price> | undefined> = {
  "us-east-1": {
    glueDpuHour: october3(0.44),
    glueFlexDpuHour: september3(0.29),
    crawlerDpuHour: october3(0.44),
    rpuHour: october3(0.375),
    "ra3.large": september3(0.543),
    "ra3.xlplus": september3(1.086),
    "ra3.4xlarge": july2(3.26),
    "ra3.16xlarge": july2(13.04),
    managedStorage: october3(0.024),
    s3Storage: october3(0.023),
    s3Writes: october3(0.005),
    s3Reads: october3(0.0004),
    kmsKey: september3(1),
    secret: september3(0.4),
    endpointHour: september3(0.01),
    endpointGb: september3(0.01),
    logGb: september3(0.5),
    logStorage: september3(0.03),
    metric: september21(0.3),
    alarm: september3(0.1),
    dashboard: page(3),
  },
  "us-west-2": {
    glueDpuHour: september3(0.44),
    glueFlexDpuHour: september3(0.29),
    crawlerDpuHour: september3(0.44),
    rpuHour: july2(0.36),
    "ra3.large": september3(0.543),
    "ra3.xlplus": september3(1.086),
    "ra3.4xlarge": july2(3.26),
    "ra3.16xlarge": july2(13.04),
    managedStorage: september3(0.024),
    s3Storage: september3(0.023),
    s3Writes: september18(0.005),
    s3Reads: september18(0.0004),
    kmsKey: september3(1),
    secret: september3(0.4),
    endpointHour: september3(0.01),
    endpointGb: september3(0.01),
    logGb: september3(0.5),
    logStorage: september3(0.03),
    metric: september18(0.3),
    alarm: september3(0.1),
    dashboard: page(3),
  },
  "eu-west-1": {
    glueDpuHour: undated(0.44),
    glueFlexDpuHour: unverified(0.29, "that of the other regions here"),
    crawlerDpuHour: unverified(0.44, "that of the other regions here"),
    rpuHour: july2(0.387),
    "ra3.large": unverified(0.601, "half of ra3.xlplus, as in the other regions here"),
    "ra3.xlplus": july2(1.202),
    "ra3.4xlarge": july2(3.606),
    "ra3.16xlarge": july2(14.424),
    managedStorage: july2(0.024),
    s3Storage: october4(0.023),
    s3Writes: october4(0.005),
    s3Reads: october4(0.0004),
    kmsKey: september21(1),
    secret: october4(0.4),
    endpointHour: september21(0.011),
    endpointGb: page(0.01),
    logGb: october4(0.57),
    logStorage: october4(0.03),
    metric: october4(0.3),
    alarm: october4(0.1),
    dashboard: page(3),
  },
  "eu-central-1": {
    glueDpuHour: september3(0.44),
    glueFlexDpuHour: september3(0.29),
    crawlerDpuHour: september3(0.44),
    rpuHour: july2(0.451),
    "ra3.large": september3(0.649),
    "ra3.xlplus": september3(1.298),
    "ra3.4xlarge": july2(3.894),
    "ra3.16xlarge": july2(15.578),
    managedStorage: september3(0.0256),
    s3Storage: september3(0.0245),
    s3Writes: september28(0.0054),
    s3Reads: september28(0.00043),
    kmsKey: september3(1),
    secret: september3(0.4),
    endpointHour: september3(0.012),
    endpointGb: september3(0.01),
    logGb: september3(0.63),
    logStorage: september3(0.0324),
    metric: unverified(0.3, "that of the other regions here"),
    alarm: september3(0.1),
    dashboard: page(3),
  },
};
