import { z } from "zod";
import { strict, variants } from "../validation";
import { columnName } from "./names";

const onFail = z.enum(["fail", "warn"]).optional();
const count = z.int().min(0);

const rowCount = strict({
  kind: z.literal("row-count"),
  min: count.optional(),
  max: count.optional(),
  onFail,
}).superRefine(({ min, max }, context) => {
  if (min === undefined && max === undefined) {
    context.addIssue({ code: "custom", path: ["min"], message: "expected min, max or both" });
  }
  if (min !== undefined && max !== undefined && max < min) {
    context.addIssue({ code: "custom", path: ["max"], message: `expected at least min (${min})` });
  }
});

/** What must hold for what a load brings as a whole. */
export const checksSchema = z
  .array(
    variants("kind", [
      rowCount,
      strict({ kind: z.literal("unique"), columns: z.array(columnName).min(1), onFail }),
      strict({ kind: z.literal("freshness"), column: columnName, maxAgeHours: z.int().min(1), onFail }),
      strict({ kind: z.literal("not-all-null"), columns: z.array(columnName).min(1).optional(), onFail }),
    ]),
  )
  .min(1);
