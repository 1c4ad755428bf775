import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "../../pack/policy";
import { secretsOfRequests } from "../../pack/secrets";
import { dataProtection } from "../../rules/data-protection";

const isSecret = secretsOfRequests();

new PolicyPack("data-protection", {
  description: "Data is encrypted, at rest and on its way, closed to the public, and what is done with it is logged.",
  enforcementLevel: "mandatory",
  policies: dataProtection.map((rule) => toPolicy(rule, isSecret)),
});
