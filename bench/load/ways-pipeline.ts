import { keysBelow, readText } from "../support/objects";
import { makePipeline, runPipeline } from "../support/pipeline";
import { COLUMNS, KEYS } from "./lineitem";
import { FORMS } from "./data";
import type { Way, World } from "./way";

const RULES = [
  { name: "quantity is positive", check: "l_quantity > 0", onFail: "quarantine" },
  { name: "is received after it is shipped", check: "l_receiptdate >= l_shipdate", onFail: "quarantine" },
];

const way = (name: string, title: string, load: Record<string, unknown>): Way => ({
  name,
  title,
  forms: FORMS,
  needsTable: false,
  sameForBadRows: load.mode !== "upsert",
  async load(world, { form, prefix }, schema) {
    const { aws, place } = world;
    const job = await makePipeline(aws, place, {
      name: schema,
      prefix,
      format: form === "parquet" ? "parquet" : "csv",
      columns: COLUMNS,
      rules: RULES,
      load,
      target: { schema, table: "lineitem" },
    });
    const { report, error, commitSeconds, seconds } = await runPipeline(aws, place, job);
    if (error !== undefined) throw new Error(report?.error ?? error);
    const parts = Object.fromEntries(Object.entries(report!.seconds).filter(([part]) => part !== "total"));
    return {
      seconds: commitSeconds,
      split: { ...parts, job: seconds },
      setAside: report!.quarantine === null ? undefined : await quarantined(world, report!.quarantine),
    };
  },
});

export const upsert = way("pipeline", "this pipeline, upsert", { mode: "upsert", keys: KEYS });
export const append = way("pipeline-append", "this pipeline, append", { mode: "append" });

async function quarantined({ aws, place: { workBucket } }: World, uri: string): Promise<string> {
  const keys = await keysBelow(aws.s3, workBucket, uri.slice(`s3://${workBucket}/`.length));
  return (await Promise.all(keys.map((key) => readText(aws.s3, workBucket, key)))).join("");
}
