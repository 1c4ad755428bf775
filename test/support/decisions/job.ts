import { logGroup, metrics } from "./calls/cloudwatch";
import { followOthers, followOwn, sqlOnCluster, sqlOnOtherWorkgroup, sqlOnWorkgroup } from "./calls/data-api";
import { getJobRun, startJobRun, table } from "./calls/glue";
import { list, read, remove, removeTogether, write } from "./calls/s3";
import { decisionsOf } from "./decision";
import { names } from "./names";

export const job = decisionsOf("job", {
  allow: [
    list("the source folder", names.raw, "sales/orders/"),
    list("its stage", names.work, "staging/run/"),
    list("mended rows", names.work, "mended/"),
    read("a source file", names.raw, "sales/orders/a.csv"),
    write("staged rows", names.work, "staging/run/a.parquet"),
    read("staged rows", names.work, "staging/run/a.parquet"),
    remove("staged rows", names.work, "staging/run/a.parquet"),
    write("bad rows", names.work, "quarantine/orders/a.jsonl"),
    read("its code", names.work, "code/load.py"),
    write("a report", names.work, "reports/run.json"),
    table("GetTable"),
    sqlOnWorkgroup("its workgroup"),
    followOwn,
    getJobRun(names.job),
    metrics(names.namespace),
    logGroup("/aws-glue/jobs/output"),
  ],
  deny: [
    list("another folder", names.raw, "hr/"),
    list("reports", names.work, "reports/"),
    read("another prefix", names.raw, "hr/salaries.csv"),
    write("a source file", names.raw, "sales/orders/b.csv"),
    remove("a source file", names.raw, "sales/orders/a.csv"),
    write("its code", names.work, "code/load.py"),
    remove("its code", names.work, "code/load.py"),
    remove("a report", names.work, "reports/run.json"),
    removeTogether("reports", names.work, "reports/run.json"),
    write("mended rows", names.work, "mended/orders/a.jsonl"),
    table("GetTable", names.otherDatabase),
    table("UpdateTable"),
    sqlOnOtherWorkgroup("another workgroup"),
    sqlOnCluster("a cluster", names.cluster),
    followOthers,
    getJobRun("payroll"),
    startJobRun(names.job),
    metrics("AcmePayroll"),
    logGroup("/acme/payroll"),
  ],
});
