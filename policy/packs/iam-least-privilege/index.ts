import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "../../pack/policy";
import { iamLeastPrivilege } from "../../rules/iam-least-privilege";

new PolicyPack("iam-least-privilege", {
  description: "IAM roles and resource policies grant what is needed and no more.",
  enforcementLevel: "mandatory",
  policies: iamLeastPrivilege.map(toPolicy),
});
