import { z } from "zod";
import { matching, shown, strict } from "../validation";
import { columnTypeProblem } from "./column-types";

/** Name of a schema or table in Redshift that needs no quotes. */
const tableName = matching(/^[a-z_][a-z0-9_]{0,126}$/, "1 to 127 lower-case letters, digits and _, the first no digit");

/** Name of a pipeline or dataset. */
export const ownName = matching(
  /^[a-z][a-z0-9_-]{0,62}$/,
  "1 to 63 lower-case letters, digits, _ and -, the first a letter",
);

const columnName = z.string().min(1).max(255);

const column = strict({
  name: columnName,
  type: z.string().superRefine((type, context) => {
    const problem = columnTypeProblem(type);
    if (problem) {
      context.addIssue({ code: "custom", message: problem });
    }
  }),
});

const load = z.discriminatedUnion(
  "mode",
  [
    strict({ mode: z.literal("append") }),
    strict({ mode: z.literal("upsert"), keys: z.array(columnName).min(1), orderBy: columnName.optional() }),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? 'expected "append" or "upsert"' : undefined) },
);

/** What a dataset is in the arguments of a pipeline, in the stack's configuration and in the spec alike. */
export const datasetShape = {
  name: ownName,
  format: z.enum(["csv", "json", "parquet"]),
  columns: z.array(column).min(1).optional(),
  load,
  target: strict({
    schema: tableName,
    table: tableName,
    distKey: columnName.optional(),
    sortKeys: z.array(columnName).min(1).optional(),
  }),
};

type Dataset = z.infer<z.ZodObject<typeof datasetShape>>;

/** Name of a source column in Redshift: lower case, every run of other signs as one `_`. `US Gross` is `us_gross`. */
export const targetName = (column: string) => column.toLowerCase().replace(/[^a-z0-9_]+/g, "_");

/** Checks the datasets against each other, and each one's keys against its declared columns. */
export function checkDatasets(datasets: Dataset[], context: z.RefinementCtx<Dataset[]>): void {
  const problem = (message: string, ...path: PropertyKey[]) =>
    context.addIssue({ code: "custom", message, path, input: datasets });

  datasets.forEach((dataset, i) => {
    const sameName = datasets.findIndex((other) => other.name === dataset.name);
    if (sameName < i) {
      problem(`expected another name than datasets[${sameName}].name`, i, "name");
    }
    const sameTarget = datasets.findIndex((other) => targetText(other) === targetText(dataset));
    if (sameTarget < i) {
      problem(`expected another table than datasets[${sameTarget}].target`, i, "target");
    }
    for (const { message, path } of columnProblems(dataset)) {
      problem(message, i, ...path);
    }
  });
}

const targetText = ({ target }: Dataset) => `${target.schema}.${target.table}`;

/** Columns that share a name in Redshift, and keys that are no columns. Without declared columns the job checks. */
function columnProblems({ columns, load, target }: Dataset): { message: string; path: PropertyKey[] }[] {
  if (!columns) {
    return [];
  }
  const names = columns.map((column) => targetName(column.name));
  const shared = names.find((name, i) => names.indexOf(name) !== i);
  if (shared !== undefined) {
    return [{ message: `expected one column only that is ${shared} in Redshift`, path: ["columns"] }];
  }
  const named: [PropertyKey[], string | undefined][] = [
    ...(target.sortKeys ?? []).map((key, i): [PropertyKey[], string] => [["target", "sortKeys", i], key]),
    [["target", "distKey"], target.distKey],
  ];
  if (load.mode === "upsert") {
    named.push(...load.keys.map((key, i): [PropertyKey[], string] => [["load", "keys", i], key]));
    named.push([["load", "orderBy"], load.orderBy]);
  }
  return named
    .filter(([, name]) => name !== undefined && !names.includes(targetName(name)))
    .map(([path]) => ({ message: `expected one of the columns ${names.map(shown).join(", ")}`, path }));
}
