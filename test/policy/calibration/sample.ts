import { awsManagedPolicies } from "../../../scripts/policy/managed-policies";
import type { Documents } from "./oracle";

/** Services of which every action is compared: those that the pipeline is made of, and those around them. */
export const SERVICES = [
  "s3",
  "glue",
  "redshift",
  "redshift-data",
  "redshift-serverless",
  "kms",
  "logs",
  "cloudwatch",
  "secretsmanager",
  "sts",
  "iam",
  "lakeformation",
  "events",
  "sns",
  "ec2",
];

/** AWS managed policies that are compared: between them they have wildcards, conditions, Deny, NotResource and iam:PassRole. */
export const POLICIES = [
  "AmazonS3ReadOnlyAccess",
  "AmazonS3FullAccess",
  "AmazonRedshiftFullAccess",
  "AmazonRedshiftReadOnlyAccess",
  "AmazonRedshiftDataFullAccess",
  "AmazonRedshiftQueryEditorV2FullAccess",
  "service-role/AWSGlueServiceRole",
  "service-role/AWSGlueServiceNotebookRole",
  "AWSGlueConsoleFullAccess",
  "AWSLakeFormationDataAdmin",
  "AmazonAthenaFullAccess",
  "AWSKeyManagementServicePowerUser",
  "SecretsManagerReadWrite",
  "CloudWatchFullAccessV2",
  "CloudWatchLogsFullAccess",
  "AmazonEventBridgeFullAccess",
  "AmazonSNSFullAccess",
  "IAMFullAccess",
  "AWSLambda_FullAccess",
  "job-function/DataScientist",
];

/** Documents of AWS managed policies, by name with path. */
export function managedDocuments(names: string[]): Documents {
  const policies = Object.entries(awsManagedPolicies());
  const documents = new Map(policies.map(([name, { Path, Document }]) => [`${Path.slice(1)}${name}`, Document]));
  return Object.fromEntries(
    names.map((name) => {
      const document = documents.get(name);
      if (!document) throw new Error(`AWS has no managed policy ${name}`);
      return [name, document];
    }),
  );
}
