import * as pulumi from "@pulumi/pulumi";
import { S3ToRedshiftPipeline } from "s3-to-redshift";

const config = new pulumi.Config();

const pipeline = new S3ToRedshiftPipeline("shop", {
  // Encrypted with the key below, or with S3's own.
  source: { bucketName: config.require("bucketName"), prefix: "exports/shop/" },
  datasets: [
    {
      name: "orders",
      path: "orders/",
      format: "parquet",
      load: { mode: "upsert", keys: ["order_id"], orderBy: "changed_at" },
      target: { schema: "shop", table: "orders" },
    },
  ],
  warehouse: {
    existing: {
      clusterIdentifier: config.require("clusterIdentifier"),
      database: "analytics",
      adminSecretArn: config.require("adminSecretArn"),
    },
    readers: [{ group: "analysts" }],
  },
  schedule: { cron: "cron(30 4 ? * MON-FRI *)" },
  monitoring: { warehouse: { maxDiskPercent: 70 } },
  kmsKeyArn: config.require("kmsKeyArn"),
});

/** The cluster's owner attaches this role to it: aws redshift modify-cluster-iam-roles --add-iam-roles ... */
export const copyRoleArn = pipeline.copyRoleArn;
