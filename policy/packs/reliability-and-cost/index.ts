import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "../../pack/policy";
import { secretsOfRequests } from "../../pack/secrets";
import { reliabilityAndCost } from "../../rules/reliability-and-cost";

const isSecret = secretsOfRequests();

new PolicyPack("reliability-and-cost", {
  description: "Pipelines end, tell when they fail, lose nothing to a slip, and cost what was meant.",
  enforcementLevel: "mandatory",
  policies: reliabilityAndCost.map((rule) => toPolicy(rule, isSecret)),
});
