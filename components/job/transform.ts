import { z } from "zod";
import { type Fault, filledRecord, matching, shown, strict } from "../validation";
import { columnType } from "./column-types";
import { columnName, ownName, targetName } from "./names";
import { expression } from "./rules";

/** What is done to the rows before the rules. */
export const transformSchema = strict({
  cast: filledRecord(columnName, columnType).optional(),
  rename: filledRecord(columnName, columnName).optional(),
  derive: z
    .array(strict({ name: columnName, type: columnType, expression }))
    .min(1)
    .optional(),
  where: expression.optional(),
  drop: z.array(columnName).min(1).optional(),
  sql: matching(/\S/, "a Spark SQL query").optional(),
  script: z.string().min(1).optional(),
  tables: z.array(ownName).min(1).optional(),
}).superRefine(({ tables, sql, script }, context) => {
  if (tables && sql === undefined && script === undefined) {
    context.addIssue({ code: "custom", path: ["tables"], message: "is for sql and script only" });
  }
  tables?.forEach((table, i) => {
    if (table === "source") {
      const message = "expected another name than source, which is the view of the dataset's own rows";
      context.addIssue({ code: "custom", path: ["tables", i], message });
    }
  });
});

/** What {@link transformSchema} accepts. */
export type Transform = z.infer<typeof transformSchema>;

/** The columns of the table where the files have the given ones; without names where only running the transform tells. */
export interface Transformed {
  names?: string[];
  faults: Fault[];
}

/** Follows the columns, by their names in Redshift, through the steps. */
export function transformed(names: string[], { cast, rename, derive, drop, sql, script }: Transform): Transformed {
  const faults: Fault[] = [];
  const renamed = new Map(Object.entries(rename ?? {}).map(([old, name]) => [targetName(old), targetName(name)]));
  for (const [step, columns] of Object.entries({ cast, rename })) {
    for (const name of Object.keys(columns ?? {}).filter((name) => !names.includes(targetName(name)))) {
      faults.push({ path: [step, name], message: oneOf(names), got: name });
    }
  }
  const output = new Set(names.map((name) => renamed.get(name) ?? name));
  if (output.size < names.length) {
    faults.push({ path: ["rename"], message: "expected new names that differ from each other and from all columns" });
  }
  derive?.forEach(({ name }, i) => {
    if (output.has(targetName(name))) {
      faults.push({ path: ["derive", i, "name"], message: "expected another name than that of a column" });
    }
    output.add(targetName(name));
  });
  const before = [...output];
  drop?.forEach((name, i) => {
    if (!before.includes(targetName(name))) {
      faults.push({ path: ["drop", i], message: oneOf(before) });
    }
    output.delete(targetName(name));
  });
  return { names: sql === undefined && script === undefined ? [...output] : undefined, faults };
}

/** What is expected where a name is none of the columns. */
export const oneOf = (names: string[]) => `expected one of the columns ${names.map(shown).join(", ")}`;
