import { narrows } from "../conditions";
import type { StatementRule } from "../rule";

/** Conditions without which an action reaches further than a pipeline needs, and what each is to hold. */
const REQUIRED: { actions: string[]; key: string; value: string }[] = [
  { actions: ["s3:ListBucket", "s3:ListBucketVersions"], key: "s3:prefix", value: "the prefixes that are read" },
  {
    actions: [
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    key: "kms:ViaService",
    value: "the service that is to use the key, such as s3.REGION.amazonaws.com",
  },
  {
    actions: [
      "redshift-data:DescribeStatement",
      "redshift-data:GetStatementResult",
      "redshift-data:CancelStatement",
      "redshift-data:ListStatements",
    ],
    key: "redshift-data:statement-owner-iam-userid",
    value: "${aws:userid}",
  },
  { actions: ["cloudwatch:PutMetricData"], key: "cloudwatch:namespace", value: "the one namespace" },
];

/** Some actions are narrow only with a condition. */
export const requiredConditions: StatementRule = {
  name: "required-conditions",
  severity: "medium",
  title: "Actions that only a condition can narrow have that condition",
  rationale:
    "Without it the role lists whole buckets, uses a key for whatever it likes, or reads the results of others' SQL.",
  remedy: "Add the condition that the finding names.",
  link: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",

  check({ effect, actions: patterns, conditions }, { actions }) {
    if (effect !== "Allow") return [];
    const allowed = new Set(patterns.flatMap((it) => actions.expand(it)).map(({ name }) => name));
    return REQUIRED.flatMap(({ actions: needing, key, value }) => {
      const found = needing.filter((action) => allowed.has(action));
      const isMet = conditions.some((it) => it.key.toLowerCase() === key.toLowerCase() && narrows(it));
      return found.length === 0 || isMet ? [] : `allows ${found.join(", ")} without a condition on ${key}: ${value}`;
    });
  },
};
