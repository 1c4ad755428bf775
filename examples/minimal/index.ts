import { S3ToRedshiftPipeline } from "s3-to-redshift";

const pipeline = new S3ToRedshiftPipeline("sales", {
  source: { prefix: "sales/" },
  datasets: [
    {
      name: "orders",
      path: "orders/",
      format: "csv",
      load: { mode: "upsert", keys: ["order_id"] },
      target: { schema: "sales", table: "orders" },
    },
  ],
});

export const sourceBucket = pipeline.sourceBucketName;
