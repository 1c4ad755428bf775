import { CsvHeader, S3ToRedshiftPipeline, UsageLimitPeriod } from "s3-to-redshift";

// Lines such as 1001;2026-11-01 08:30:00;ada@example.com;12.50 with no line of names above them.
const columns = [
  { name: "order_id", type: "bigint" },
  { name: "changed_at", type: "timestamp" },
  { name: "email", type: "varchar(320)" },
  { name: "amount", type: "decimal(12,2)" },
];

const pipeline = new S3ToRedshiftPipeline("shop", {
  source: { prefix: "shop/" },
  crawl: {
    csv: { delimiter: ";", header: CsvHeader.Absent, columnNames: columns.map(({ name }) => name) },
  },
  datasets: [
    {
      name: "orders",
      path: "orders/",
      format: "csv",
      columns,
      // Of the rows with one order_id the latest stays, in whatever order files and rows arrive.
      load: { mode: "upsert", keys: ["order_id"], orderBy: "changed_at" },
      rules: [
        { name: "amount is not negative", check: "amount >= 0" },
        { name: "e-mail has an @", check: "email LIKE '%@%'", onFail: "warn" },
      ],
      maxQuarantinedRatio: 0.01,
      target: { schema: "shop", table: "orders", distKey: "order_id", sortKeys: ["changed_at"] },
    },
  ],
  warehouse: {
    serverless: { baseCapacity: 8, maxCapacity: 32, usageLimits: [{ period: UsageLimitPeriod.Daily, rpuHours: 64 }] },
  },
  // Six o'clock in UTC, every day; a day without a load is told at eight.
  schedule: { cron: "cron(0 6 * * ? *)" },
  monitoring: { emails: ["data-alerts@example.com"], loads: { maxQuarantinedRatio: 0.005, freshnessHours: 26 } },
  createKmsKey: true,
});

export const sourceBucket = pipeline.sourceBucketName;
export const workflow = pipeline.workflowName;
