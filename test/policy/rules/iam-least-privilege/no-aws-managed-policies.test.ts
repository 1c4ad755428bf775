import { strict as assert } from "node:assert";
import { managedPolicy } from "../../../../policy/iam/managed-policies";
import { iamLeastPrivilege } from "../../../../policy/rules/iam-least-privilege";
import { scopedStatements } from "../../../../policy/rules/iam-least-privilege/scoped-statements";
import { noAwsManagedPolicies } from "../../../../policy/rules/iam-least-privilege/no-aws-managed-policies";
import { findings, resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ROLE = "aws:iam/role:Role";

const arn = (name: string, partition = "aws") => `arn:${partition}:iam::aws:policy/${name}`;
const own = "arn:aws:iam::111122223333:policy/loader";
const glue = "service-role/AWSGlueServiceRole";
const s3 = "AmazonS3FullAccess";

const instead = (name: string) =>
  `; use instead, with names of your own: ${scopedStatements[name.split("/").at(-1)!].map((it) => JSON.stringify(it)).join(", ")}`;

function attaches(name: string): string {
  const policy = managedPolicy(name);
  assert(policy);
  const { onAll, actions, writing, permissions } = policy;
  return (
    `attaches ${name}, which grants ${onAll} of its ${actions} actions on *, ` +
    `${writing} of them writing and ${permissions} changing permissions${instead(name)}`
  );
}

describe("no-aws-managed-policies", () => {
  inOurOwn(noAwsManagedPolicies);

  describe("finds it in", () => {
    for (const type of [
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
      "aws:iam/policyAttachment:PolicyAttachment",
    ]) {
      resourceFindings(noAwsManagedPolicies, { [type]: [type, { policyArn: arn(glue) }, [attaches(glue)]] });
    }
    for (const type of [
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
    ]) {
      resourceFindings(noAwsManagedPolicies, { [type]: [type, { policyArns: [own, arn(s3)] }, [attaches(s3)]] });
    }
    resourceFindings(noAwsManagedPolicies, {
      [ROLE]: [ROLE, { managedPolicyArns: [own, arn(glue), arn(s3)] }, [attaches(glue), attaches(s3)]],
    });
  });

  resourceFindings(noAwsManagedPolicies, {
    "a finding tells what the policy grants, and what to write instead": [
      ATTACHMENT,
      { policyArn: arn("AmazonS3ReadOnlyAccess") },
      [
        "attaches AmazonS3ReadOnlyAccess, which grants 95 of its 95 actions on *, " +
          "0 of them writing and 0 changing permissions; use instead, with names of your own: " +
          '{"Effect":"Allow","Action":["s3:ListBucket"],"Resource":"arn:aws:s3:::BUCKET",' +
          '"Condition":{"StringLike":{"s3:prefix":"PREFIX/*"}}}, ' +
          '{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"arn:aws:s3:::BUCKET/PREFIX/*"}',
      ],
    ],
    "unless AWS has made it since": [ATTACHMENT, { policyArn: arn("NewFullAccess") }, ["attaches NewFullAccess"]],
    "it is found in other partitions": [ATTACHMENT, { policyArn: arn(s3, "aws-cn") }, [attaches(s3)]],
    "a policy of one's own is fine": [ATTACHMENT, { policyArn: own }, []],
    "even when it is called like one of AWS": [
      ATTACHMENT,
      { policyArn: "arn:aws:iam::111122223333:policy/AmazonS3FullAccess" },
      [],
    ],
    "so is a role without any": [ROLE, {}, []],
    "as a boundary it grants nothing": [ROLE, { permissionsBoundary: arn("PowerUserAccess") }, []],
  });

  describe("allowed", () => {
    const allowing = (...allowed: string[]) => ({ allowed });
    resourceFindings(noAwsManagedPolicies, {
      "by its ARN it is fine": [ATTACHMENT, { policyArn: arn(glue) }, [], allowing(arn(glue))],
      "by its name": [ATTACHMENT, { policyArn: arn(glue) }, [], allowing("AWSGlueServiceRole")],
      "by its name as a finding writes it": [ATTACHMENT, { policyArn: arn(glue) }, [], allowing(glue)],
      "by a part of its name it is not": [ATTACHMENT, { policyArn: arn(glue) }, [attaches(glue)], allowing("AWSGlue")],
      "others are not": [
        ROLE,
        { managedPolicyArns: [arn(glue), arn(s3)] },
        [attaches(s3)],
        allowing("AWSGlueServiceRole"),
      ],
    });
  });

  describe("unknown at preview", () => {
    unknownProperties(noAwsManagedPolicies, {
      "a policy cannot be judged": [ATTACHMENT, { policyArn: UNKNOWN }, "policyArn"],
      "nor one of several": [ROLE, { managedPolicyArns: [own, UNKNOWN] }, "managedPolicyArns.1"],
    });
  });

  describe("what it offers instead", () => {
    for (const [name, statements] of Object.entries(scopedStatements)) {
      for (const rule of iamLeastPrivilege) {
        if (!("check" in rule)) continue;
        const cases = statements.map((it, i) => [
          `of ${name}: ${rule.name} has nothing against statement ${i + 1}`,
          [it, []],
        ]);
        findings(rule, Object.fromEntries(cases) as Parameters<typeof findings>[1]);
      }
    }
  });
});
