import type { ResourceRule } from "../rule";

/** Jobs that load; what they are is seen by their arguments. */
const isLoader = (args: unknown) => Object.keys((args ?? {}) as object).some((name) => name === "--spec_uri");

/** Two runs at once want the same new files. */
export const oneRunAtATime: ResourceRule = {
  name: "one-run-at-a-time",
  severity: "high",
  title: "A load job has at most one run at a time",
  rationale:
    "Two runs that load the same files wait for each other at best, and load them twice where there is no ledger.",
  remedy: "Set executionProperty.maxConcurrentRuns to 1.",
  link: "https://docs.aws.amazon.com/glue/latest/dg/add-job.html",

  resources: {
    "aws:glue/job:Job": ({ props }) => {
      if (![props.defaultArguments, props.nonOverridableArguments].some(isLoader)) return [];
      // Glue's default is 1.
      const { maxConcurrentRuns = 1 } = (props.executionProperty ?? {}) as { maxConcurrentRuns?: number };
      return maxConcurrentRuns === 1
        ? []
        : [`executionProperty.maxConcurrentRuns: expected 1, got ${maxConcurrentRuns}`];
    },
  },
};
