import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "../../pack/policy";
import { dataProtection } from "../../rules/data-protection";

new PolicyPack("data-protection", {
  description: "Data is encrypted, at rest and on its way, closed to the public, and what is done with it is logged.",
  enforcementLevel: "mandatory",
  policies: dataProtection.map(toPolicy),
});
