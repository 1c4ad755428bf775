import * as path from "node:path";
import { S3ToRedshiftPipeline } from "s3-to-redshift";

const pipeline = new S3ToRedshiftPipeline("shop", {
  source: { prefix: "shop/" },
  datasets: [
    {
      name: "orders",
      path: "orders/",
      format: "csv",
      columns: [
        { name: "order id", type: "bigint" },
        { name: "customer id", type: "bigint" },
        { name: "price", type: "decimal(10,2)" },
        { name: "quantity", type: "int" },
        { name: "changed at", type: "timestamp" },
        { name: "op", type: "varchar(1)" },
      ],
      // The files are shop/orders/2026-11-01.csv and so on: a run lists only what came since the last one.
      listing: { mode: "from-mark", overlapHours: 24 },
      transform: {
        derive: [{ name: "total", type: "decimal(12,2)", expression: "price * quantity" }],
        where: "quantity > 0 OR op = 'D'",
      },
      rules: [
        { name: "price is positive", check: "price > 0" },
        { name: "total is usual", check: "total < 10000", onFail: "warn" },
      ],
      maxQuarantinedRatio: 0.01,
      load: {
        mode: "upsert",
        keys: ["order id"],
        orderBy: "changed at",
        deletes: { column: "op", values: ["D"] },
      },
      checks: [{ kind: "freshness", column: "changed at", maxAgeHours: 48, onFail: "warn" }],
      target: { schema: "shop", table: "orders", distKey: "order id", sortKeys: ["changed at"] },
    },
    {
      name: "customers",
      path: "customers/",
      format: "csv",
      // One row for each version of a customer, with valid_from, valid_to and is_current.
      load: { mode: "history", keys: ["customer_id"], validFrom: "changed_at" },
      transform: { script: path.join(__dirname, "customers.py") },
      rules: [{ name: "e-mail has an @", check: "email LIKE '%@%'" }],
      evolution: "widen",
      target: { schema: "shop", table: "customers" },
    },
  ],
  lineage: {},
});

export const sourceBucket = pipeline.sourceBucketName;
