import { z } from "zod";
import type { StackRule } from "../rule";

const COMPUTE = "serverless-compute";

const settings = z.object({
  maxCapacity: z.int().default(512).describe("The highest maxCapacity of a workgroup, in RPUs."),
});

/** A warehouse that is paid by the second needs an end. */
export const serverlessLimits: StackRule = {
  name: "serverless-limits",
  severity: "medium",
  title: "Every Serverless workgroup has a highest capacity and a usage limit",
  rationale: "One query that joins without a condition scales up and runs until somebody reads the bill.",
  remedy: "Set maxCapacity, and add a redshiftserverless.UsageLimit for serverless-compute.",
  link: "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html",
  settings,

  checkStack(stack, given) {
    const { maxCapacity: ceiling } = settings.parse(given);
    const limits = stack
      .ofType("aws:redshiftserverless/usageLimit:UsageLimit")
      .filter((it) => (stack.read(it, (props) => props.usageType as string) ?? COMPUTE) === COMPUTE);
    return stack.ofType("aws:redshiftserverless/workgroup:Workgroup").flatMap((resource) => {
      const found = stack.read(resource, (props) => (props.maxCapacity as number | undefined) ?? "none");
      const isWithin = found === undefined || (typeof found === "number" && found > 0 && found <= ceiling);
      const isLimited = limits.some((it) => stack.names(it, "resourceArn", resource, "arn"));
      return [
        ...(isWithin ? [] : [`maxCapacity: expected at most ${ceiling}, got ${found}`]),
        ...(isLimited ? [] : ["has no redshiftserverless.UsageLimit"]),
      ].map((what) => ({ resource, what }));
    });
  },
};
