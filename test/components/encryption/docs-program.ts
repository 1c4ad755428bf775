import { CatalogEncryption, PipelineKey, S3ToRedshiftPipeline } from "s3-to-redshift";

// Once in an account and region. Another stack's pipelines name arn:aws:kms:REGION:ACCOUNT:alias/data-catalog.
const catalogKey = new PipelineKey("data-catalog", { keyName: "data-catalog" }, { protect: true });
new CatalogEncryption("data-catalog", { kmsKeyArn: catalogKey.keyArn });

new S3ToRedshiftPipeline("sales", {
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
  createKmsKey: true,
  catalogKmsKeyArn: catalogKey.aliasArn,
});
