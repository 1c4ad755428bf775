import { z } from "zod";
import { type ManagedPolicy, managedPolicy } from "../../iam/managed-policies";
import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";
import { scopedStatements } from "./scoped-statements";

const settings = z.object({
  allowed: z.array(z.string()).default([]).describe("ARNs or names of AWS managed policies that may be attached."),
});

/** AWS writes its policies for every account, and widens them without asking. */
export const noAwsManagedPolicies: ResourceRule = {
  name: "no-aws-managed-policies",
  severity: "high",
  title: "No AWS managed policy is attached, but for those that are allowed",
  rationale:
    "They are made to fit everybody: they name no bucket, database or workgroup, and grow when AWS adds to them.",
  remedy:
    "Write a policy with the actions and ARNs that the role needs; CrawlerRole, LoadJobRole and CopyRole of the s3-to-redshift library show them.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  settings,

  resources: {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attached("policyArn"),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": attached("policyArn"),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": attached("policyArn"),
    "aws:iam/policyAttachment:PolicyAttachment": attached("policyArn"),
    "aws:iam/role:Role": attached("managedPolicyArns"),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": attached("policyArns"),
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": attached("policyArns"),
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": attached("policyArns"),
  },
};

function attached(property: string): ResourceRule["resources"][string] {
  return ({ props }: Resource, given) => {
    const { allowed } = settings.parse(given);
    const arns = [props[property] ?? []].flat() as string[];
    return arns.flatMap((arn) => {
      const name = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
      if (name === undefined || [arn, name, name.split("/").at(-1)!].some((it) => allowed.includes(it))) return [];
      return `attaches ${name}${grants(managedPolicy(name))}${instead(name)}`;
    });
  };
}

function instead(name: string): string {
  const statements = scopedStatements[name.split("/").at(-1)!];
  return statements
    ? `; use instead, with names of your own: ${statements.map((it) => JSON.stringify(it)).join(", ")}`
    : "";
}

const grants = (policy: ManagedPolicy | undefined) =>
  policy
    ? `, which grants ${policy.onAll} of its ${policy.actions} actions on *, ${policy.writing} of them writing and ${policy.permissions} changing permissions`
    : "";
