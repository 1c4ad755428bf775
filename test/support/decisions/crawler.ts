import { logGroup } from "./calls/cloudwatch";
import { table } from "./calls/glue";
import { list, read, remove, write } from "./calls/s3";
import { decisionsOf } from "./decision";
import { names } from "./names";

export const crawler = decisionsOf("crawler", {
  allow: [
    list("the source folder", names.raw, "sales/orders/2024/"),
    read("a source file", names.raw, "sales/orders/a.csv"),
    table("CreateTable"),
    table("GetTable"),
    table("UpdateTable"),
    table("BatchCreatePartition"),
    logGroup("/aws-glue/crawlers"),
  ],
  deny: [
    list("another folder", names.raw, "sales/customers/"),
    list("a folder whose name begins alike", names.raw, "sales/orders-old/"),
    list("the whole bucket", names.raw),
    list("the work bucket", names.work, "staging/"),
    read("another prefix", names.raw, "hr/salaries.csv"),
    read("staged rows", names.work, "staging/run/a.parquet"),
    write("a source file", names.raw, "sales/orders/b.csv"),
    remove("a source file", names.raw, "sales/orders/a.csv"),
    table("DeleteTable"),
    table("CreateTable", names.otherDatabase),
    logGroup("/aws-glue/jobs/output"),
  ],
});
