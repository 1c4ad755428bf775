import { requiredConditions } from "../../../../policy/rules/iam-least-privilege/required-conditions";
import { findings } from "../../support/findings";
import { inOurOwn } from "../own";

const allow = (Action: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...(Condition && { Condition }),
});
const list = (Condition: object) => allow("s3:ListBucket", Condition);
const lists = "allows s3:ListBucket without a condition on s3:prefix: the prefixes that are read";

const viaService =
  "without a condition on kms:ViaService: the service that is to use the key, such as s3.REGION.amazonaws.com";
const ownStatements = "without a condition on redshift-data:statement-owner-iam-userid: ${aws:userid}";
const keyActions = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];
const statementActions = [
  "redshift-data:DescribeStatement",
  "redshift-data:GetStatementResult",
  "redshift-data:CancelStatement",
  "redshift-data:ListStatements",
];

describe("required-conditions", () => {
  inOurOwn(requiredConditions);

  findings(requiredConditions, {
    "listing a bucket": [allow("s3:ListBucket"), [lists]],
    "or its versions, by a pattern": [
      allow("s3:ListBucket*"),
      ["allows s3:ListBucket, s3:ListBucketVersions without a condition on s3:prefix: the prefixes that are read"],
    ],
    "the case of the action does not count": [allow("S3:listbucket"), [lists]],
    "using a key": [allow(keyActions), [`allows ${keyActions.join(", ")} ${viaService}`]],
    "re-encrypting by a pattern": [
      allow("kms:ReEncrypt*"),
      [`allows kms:ReEncryptFrom, kms:ReEncryptTo ${viaService}`],
    ],
    "following SQL statements": [allow(statementActions), [`allows ${statementActions.join(", ")} ${ownStatements}`]],
    "putting metrics": [
      allow("cloudwatch:PutMetricData"),
      ["allows cloudwatch:PutMetricData without a condition on cloudwatch:namespace: the one namespace"],
    ],
    "one that is met leaves the other": [
      allow(["s3:ListBucket", "kms:Decrypt"], { StringLike: { "s3:prefix": "sales/*" } }),
      [`allows kms:Decrypt ${viaService}`],
    ],
    "actions that can be narrowed by a resource are fine": [
      allow(["s3:GetObject", "kms:DescribeKey", "redshift-data:ExecuteStatement", "cloudwatch:GetMetricData"]),
      [],
    ],
    "a Deny needs none": [{ ...allow(["s3:ListBucket", "kms:Decrypt"]), Effect: "Deny" }, []],
    "NotAction is another rule's business": [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }, []],
  });

  describe("with a condition", () => {
    findings(requiredConditions, {
      "on the prefixes it is fine": [list({ StringLike: { "s3:prefix": ["sales", "sales/*"] } }), []],
      "on the service": [allow(keyActions, { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }), []],
      "on who ran the statement": [
        allow(statementActions, { StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" } }),
        [],
      ],
      "on the namespace": [allow("cloudwatch:PutMetricData", { StringEquals: { "cloudwatch:namespace": "acme" } }), []],
      "the case of its key does not count": [list({ StringEquals: { "S3:Prefix": "sales/" } }), []],
      "for any value it is": [list({ "ForAnyValue:StringLike": { "s3:prefix": "sales/*" } }), []],
      "on another key it is found": [list({ StringEquals: { "s3:delimiter": "/" } }), [lists]],
      negated: [list({ StringNotLike: { "s3:prefix": "hr/*" } }), [lists]],
      "if it exists": [list({ StringLikeIfExists: { "s3:prefix": "sales/*" } }), [lists]],
      "for all values, of which there may be none": [
        list({ "ForAllValues:StringLike": { "s3:prefix": "sales/*" } }),
        [lists],
      ],
      "that it is there": [list({ Null: { "s3:prefix": "false" } }), [lists]],
      "that any prefix meets": [list({ StringLike: { "s3:prefix": ["sales/*", "*"] } }), [lists]],
    });
  });
});
