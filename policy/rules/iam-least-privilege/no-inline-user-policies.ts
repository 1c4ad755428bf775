import type { ResourceRule } from "../rule";

/** Rights belong to roles, which have temporary credentials. */
export const noInlineUserPolicies: ResourceRule = {
  name: "no-inline-user-policies",
  severity: "medium",
  title: "No policy is written into or attached to an IAM user",
  rationale: "A user's keys do not expire, and a policy that stands at one user is seen by nobody who reads the roles.",
  remedy: "Let a role hold the policy, and people or services assume it.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",

  resources: {
    "aws:iam/userPolicy:UserPolicy": () => ["writes a policy into a user"],
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": () => ["attaches a policy to a user"],
    "aws:iam/policyAttachment:PolicyAttachment": ({ props }) =>
      ((props.users ?? []) as unknown[]).length > 0 ? ["attaches a policy to a user"] : [],
  },
};
