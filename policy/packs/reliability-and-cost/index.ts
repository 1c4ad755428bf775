import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "../../pack/policy";
import { reliabilityAndCost } from "../../rules/reliability-and-cost";

new PolicyPack("reliability-and-cost", {
  description: "Pipelines end, tell when they fail, lose nothing to a slip, and cost what was meant.",
  enforcementLevel: "mandatory",
  policies: reliabilityAndCost.map(toPolicy),
});
