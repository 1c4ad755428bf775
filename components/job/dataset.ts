import { z } from "zod";
import { type Fault, issueOf, strict } from "../validation";
import { checksSchema } from "./checks";
import { columnType } from "./column-types";
import { columnFaults } from "./dataset-columns";
import { listingSchema } from "./listing";
import { loadSchema } from "./load-modes";
import { columnName, ownName } from "./names";
import { rulesSchema } from "./rules";
import { targetSchema } from "./target";
import { transformSchema } from "./transform";

/**
 * What a dataset is in the arguments of a pipeline, in the stack's configuration and in the spec alike. Only the transform's
 * script is a local file in the first two, and a key of the work bucket in the spec.
 */
export const datasetShape = {
  name: ownName,
  format: z.enum(["csv", "json", "parquet"]),
  columns: z
    .array(strict({ name: columnName, type: columnType }))
    .min(1)
    .optional(),
  load: loadSchema,
  target: targetSchema,
  listing: listingSchema.optional(),
  onChangedFile: z.enum(["reload", "fail"]).optional(),
  transform: transformSchema.optional(),
  rules: rulesSchema.optional(),
  maxQuarantinedRatio: z.number().min(0).max(1).optional(),
  checks: checksSchema.optional(),
  evolution: z.enum(["strict", "add-columns", "widen"]).optional(),
};

/** What {@link datasetShape} accepts. */
export type Dataset = z.infer<z.ZodObject<typeof datasetShape>>;

/** Checks each dataset as a whole, and the datasets against each other. */
export function checkDatasets(datasets: Dataset[], context: z.RefinementCtx<Dataset[]>): void {
  datasets.forEach((dataset, i) => {
    const faults = [...otherFaults(datasets, i), ...tableFaults(datasets, i), ...changeFaults(dataset)];
    for (const fault of [...faults, ...columnFaults(dataset)]) {
      context.addIssue({ ...issueOf({ ...fault, path: [i, ...fault.path] }), input: datasets });
    }
  });
}

/** A name or a table that another dataset has too. */
function otherFaults(datasets: Dataset[], i: number): Fault[] {
  const first = (text: (dataset: Dataset) => string) =>
    datasets.findIndex((other) => text(other) === text(datasets[i]));
  const sameName = first(({ name }) => name);
  const sameTarget = first(({ target }) => `${target.schema}.${target.table}`);
  return [
    ...(sameName < i ? [{ path: ["name"], message: `expected another name than datasets[${sameName}].name` }] : []),
    ...(sameTarget < i
      ? [{ path: ["target"], message: `expected another table than datasets[${sameTarget}].target` }]
      : []),
  ];
}

/** Tables of the transform that are no other dataset. */
function tableFaults(datasets: Dataset[], i: number): Fault[] {
  const { name, transform } = datasets[i];
  return (transform?.tables ?? []).flatMap((table, j) =>
    table !== name && datasets.some((other) => other.name === table)
      ? []
      : [{ path: ["transform", "tables", j], message: "expected the name of another dataset" }],
  );
}

function changeFaults({ load, target, onChangedFile }: Dataset): Fault[] {
  return load.mode === "append" && onChangedFile === "reload" && target.fileColumn === undefined
    ? [
        {
          path: ["onChangedFile"],
          message: 'expected "fail", or target.fileColumn, by which a file\'s former rows are found',
        },
      ]
    : [];
}
