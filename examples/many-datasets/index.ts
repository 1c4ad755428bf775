import { type DatasetArgs, S3ToRedshiftPipeline } from "s3-to-redshift";

/** A table, and what is special about it. Its files lie in the folder of its name. */
type Table = Pick<DatasetArgs, "format" | "load"> & Partial<DatasetArgs>;

const tables: Record<string, Table> = {
  customers: { format: "csv", load: { mode: "upsert", keys: ["customer_id"] }, evolution: "widen" },
  products: { format: "csv", load: { mode: "replace" } },
  prices: { format: "csv", load: { mode: "history", keys: ["product_id"], validFrom: "valid_on" } },
  orders: { format: "parquet", load: { mode: "upsert", keys: ["order_id"], orderBy: "changed_at" } },
  // In folders such as stock/day=2026-11-01/.
  stock: { format: "parquet", load: { mode: "snapshot" } },
  clicks: { format: "json", load: { mode: "append" }, maxQuarantinedRatio: 0.05 },
  reviews: {
    format: "json",
    load: { mode: "append" },
    rules: [{ name: "one to five stars", check: "stars BETWEEN 1 AND 5" }],
  },
};

const pipeline = new S3ToRedshiftPipeline("shop", {
  source: { prefix: "shop/" },
  datasets: Object.entries(tables).map(([name, table]) => ({
    name,
    path: `${name}/`,
    target: { schema: "shop", table: name },
    ...table,
  })),
  // A run starts with the fiftieth file, or five minutes after the first; each takes all datasets that have new files.
  schedule: { onArrival: { batchSize: 50, batchWindowSeconds: 300 } },
  maintenance: { keepRunsDays: 400, staleAfterHours: 48 },
  monitoring: {},
  createKmsKey: true,
});

export const locations = pipeline.datasets.apply((datasets) => datasets.map(({ location }) => location));
