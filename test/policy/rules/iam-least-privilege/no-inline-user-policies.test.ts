import { noInlineUserPolicies } from "../../../../policy/rules/iam-least-privilege/no-inline-user-policies";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";

const POLICY = "aws:iam/userPolicy:UserPolicy";
const ATTACHMENT = "aws:iam/userPolicyAttachment:UserPolicyAttachment";
const ATTACHMENTS = "aws:iam/policyAttachment:PolicyAttachment";

describe("no-inline-user-policies", () => {
  inOurOwn(noInlineUserPolicies);

  resourceFindings(noInlineUserPolicies, {
    "a policy of a user is found": [POLICY, { user: "ann", policy: "{}" }, ["writes a policy into a user"]],
    "also when it is unknown at preview": [POLICY, { user: UNKNOWN, policy: UNKNOWN }, ["writes a policy into a user"]],
    "so is one that is attached": [ATTACHMENT, { user: "ann", policyArn: UNKNOWN }, ["attaches a policy to a user"]],
    "among others, too": [ATTACHMENTS, { users: ["ann"], roles: ["loader"] }, ["attaches a policy to a user"]],
    "roles and groups may have one": [ATTACHMENTS, { roles: ["loader"], groups: ["engineers"] }, []],
  });
});
