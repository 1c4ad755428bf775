import * as iam from "@pulumi/aws/iam";
import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { DataBucket, LakeFormationGrants, LakeFormationLocation } from "../../../../components";

/**
 * Two locations of a bucket, and what crawler and job need where Lake Formation guards the catalog; the configuration `hybrid` turns on
 * the hybrid access mode of one location.
 */
const hybridAccess = new pulumi.Config().getBoolean("hybrid");
const roleOf = (name: string, service: string) =>
  new iam.Role(name, {
    name: `shop-${name}`,
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
    }),
  }).arn;
const databaseOf = (name: string) => new glue.CatalogDatabase(name, { name: `shop_${name}` }).name;

const { arn: bucketArn } = new DataBucket("raw", { bucketName: "shop-raw" });
const sales = new LakeFormationLocation("sales", { bucketArn, prefix: "sales/", hybridAccess });
new LakeFormationLocation("stock", {
  bucketArn,
  prefix: "stock/",
  roleArn: roleOf("stock", "lakeformation.amazonaws.com"),
});
new LakeFormationGrants("grants", {
  databaseName: databaseOf("raw"),
  targetsDatabaseName: databaseOf("targets"),
  jobRoleArn: roleOf("job", "glue.amazonaws.com"),
  crawlerRoleArn: roleOf("crawler", "glue.amazonaws.com"),
  locationArn: sales.arn,
});
