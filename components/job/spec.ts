import { z } from "zod";
import { issueOf, matching, problemsOf, strict } from "../validation";
import { clusterIdentifier, databaseName, serverlessName } from "../warehouse/names";
import { checkDatasets, datasetShape } from "./dataset";
import { ownName } from "./names";

const bucketName = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket");
const catalogName = (what: string) => matching(/^[a-z0-9_-]{1,255}$/, `the name of a Glue ${what}`);

// Prefixes of the work bucket stand in SQL statements and in paths of Spark, hence no quotes, blanks or wildcards.
const workPrefix = matching(/^([A-Za-z0-9_.=-]+\/)+$/, "a prefix of letters, digits and _ . = - that ends with /");

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace */
export const metricsNamespace = matching(/^(?!AWS\/)[\w./#:-]{1,255}$/, "a CloudWatch namespace, not one of AWS/");

export const lineageNamespace = z.string().min(1);
export const lineageUrl = matching(/^https?:\/\/\S+$/, "an http or https URL");

/** What the task `maintain` goes by. */
export const maintenanceShape = {
  keepRunsDays: z.int().min(1).optional(),
  staleAfterHours: z.int().min(1).optional(),
};

const dataset = strict({
  ...datasetShape,
  prefix: matching(/^[^/\x00-\x1f][^\x00-\x1f]*\/$/, "a prefix that ends with / and does not begin with it"),
  catalogTable: catalogName("table"),
  /** Table that describes the target, in the database of `catalogTargets`. */
  catalogTarget: catalogName("table").optional(),
});

const warehouse = strict({
  workgroupName: serverlessName.optional(),
  clusterIdentifier: clusterIdentifier.optional(),
  database: databaseName,
  copyRoleArn: matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the ARN of an IAM role"),
}).superRefine(({ workgroupName, clusterIdentifier }, context) => {
  if ((workgroupName === undefined) === (clusterIdentifier === undefined)) {
    context.addIssue(issueOf({ path: [], message: "expected either workgroupName or clusterIdentifier" }));
  }
});

/**
 * The one document in which the infrastructure tells the job what to do; jobs/s3_to_redshift/spec reads it. Both sides are
 * tested on the examples in test/spec.
 */
export const specSchema = strict({
  version: z.literal(1),
  pipeline: ownName,
  source: strict({ bucket: bucketName, catalogDatabase: catalogName("database") }),
  work: strict({
    bucket: bucketName,
    stagingPrefix: workPrefix,
    quarantinePrefix: workPrefix,
    mendedPrefix: workPrefix,
    reportsPrefix: workPrefix,
    lineagePrefix: workPrefix,
  }),
  warehouse,
  datasets: z.array(dataset).min(1).superRefine(checkDatasets),
  catalogTargets: strict({ database: catalogName("database") }).optional(),
  metricsNamespace: metricsNamespace.optional(),
  lineage: strict({ namespace: lineageNamespace, url: lineageUrl.optional() }).optional(),
  maintenance: strict(maintenanceShape).optional(),
}).superRefine(({ datasets, catalogTargets }, context) =>
  datasets.forEach(({ catalogTarget }, i) => {
    if ((catalogTarget === undefined) !== (catalogTargets === undefined)) {
      const message = "expected it where catalogTargets is, and only there";
      context.addIssue(issueOf({ path: ["datasets", i, "catalogTarget"], message }));
    }
  }),
);

/** What {@link specSchema} accepts. */
export type Spec = z.infer<typeof specSchema>;

/**
 * Returns the value as a spec.
 * @throws Error that names each wrong part by its path, what was found and what is expected
 */
export function toSpec(value: unknown): Spec {
  const problems = problemsOf(specSchema, value);
  if (problems.length > 0) {
    throw new Error(problems.map(({ path, text }) => `${path || "spec"}: ${text}`).join("\n"));
  }
  return specSchema.parse(value);
}
