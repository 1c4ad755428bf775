import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "../../pack/policy";
import { secretsOfRequests } from "../../pack/secrets";
import { iamLeastPrivilege } from "../../rules/iam-least-privilege";

const isSecret = secretsOfRequests();

new PolicyPack("iam-least-privilege", {
  description: "IAM roles and resource policies grant what is needed and no more.",
  enforcementLevel: "mandatory",
  policies: iamLeastPrivilege.map((rule) => toPolicy(rule, isSecret)),
});
