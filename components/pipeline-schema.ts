import { z } from "zod";
import { tableName } from "./catalog/crawler";
import { checkDatasets, datasetShape } from "./job/dataset";
import { lineageNamespace, lineageUrl, maintenanceShape } from "./job/spec";
import { retentionDaysSchema } from "./monitoring/log-groups";
import { matching, strict } from "./validation";

/** Leaves 35 of a bucket name's 63 characters to `-source-`, the account and the longest region. */
export const namePrefixSchema = matching(
  /^[a-z][a-z0-9-]{1,26}[a-z0-9]$/,
  "3 to 28 lower-case letters, digits and -, the first a letter, the last no -",
);

export const sourcePrefixSchema = matching(
  /^(?:[^/\x00-\x1f][^\x00-\x1f]*\/)?$/,
  "a prefix that ends with / and does not begin with it, or nothing",
);

const dataset = strict({
  ...datasetShape,
  path: matching(/^[^/\x00-\x1f][^\x00-\x1f]*\/$/, "a folder that ends with / and does not begin with it"),
  jsonPath: z.literal("$[*]").optional(),
});

/** What `datasets` accepts. */
export const datasetsSchema = z
  .array(dataset)
  .min(1)
  .superRefine(checkDatasets)
  .superRefine((datasets, context) => {
    const problem = (i: number, message: string) => context.addIssue({ code: "custom", path: [i, "path"], message });
    const jsonPath = datasets.find(({ format }) => format === "json")?.jsonPath;
    datasets.forEach((dataset, i) => {
      const { path } = dataset;
      const jsonPathProblem =
        dataset.format !== "json"
          ? dataset.jsonPath && "is for the format json only"
          : dataset.jsonPath !== jsonPath &&
            "expected the same for all JSON datasets of a pipeline, since a crawler has its classifiers for all folders";
      if (jsonPathProblem) {
        context.addIssue({ code: "custom", path: [i, "jsonPath"], message: jsonPathProblem });
      }
      const same = datasets.findIndex((other) => tableName(other.path) === tableName(path));
      if (same < i) {
        problem(i, `expected another last part than datasets[${same}].path, since that names the catalog table`);
      }
      if (path.split("/").length !== datasets[0].path.split("/").length) {
        problem(i, "expected as many folders as in datasets[0].path, since a crawler has one table level");
      }
    });
  });

/** What `lineage` accepts. */
export const lineageSchema = strict({ namespace: lineageNamespace.optional(), url: lineageUrl.optional() });

/** What `maintenance` accepts. */
export const maintenanceSchema = strict({
  ...maintenanceShape,
  timeoutMinutes: z.int().min(1).max(10080).optional(),
});

/** What `logs` accepts. */
export const logsSchema = strict({ retentionDays: retentionDaysSchema.optional(), auditLogs: z.boolean().optional() });

/** What `retention` accepts. */
export const retentionSchema = strict({
  stagingDays: z.int().min(1).optional(),
  quarantineDays: z.int().min(1).optional(),
  reportsDays: z.int().min(1).optional(),
  lineageDays: z.int().min(1).optional(),
  noncurrentVersionDays: z.int().min(1),
});
