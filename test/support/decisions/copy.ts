import { table } from "./calls/glue";
import { sqlOnWorkgroup } from "./calls/data-api";
import { list, read, remove, write } from "./calls/s3";
import { decisionsOf } from "./decision";
import { names } from "./names";

export const copy = decisionsOf("copy", {
  allow: [list("the stage", names.work, "staging/run/"), read("staged rows", names.work, "staging/run/b.parquet")],
  deny: [
    list("quarantine", names.work, "quarantine/"),
    list("the source", names.raw, "sales/orders/"),
    read("bad rows", names.work, "quarantine/orders/a.jsonl"),
    read("a source file", names.raw, "sales/orders/a.csv"),
    write("staged rows", names.work, "staging/run/b.parquet"),
    remove("staged rows", names.work, "staging/run/b.parquet"),
    table("GetTable"),
    sqlOnWorkgroup("the workgroup"),
  ],
});
