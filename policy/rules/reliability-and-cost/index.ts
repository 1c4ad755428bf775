import { bucketsVersioned } from "./buckets-versioned";
import { crawlThenLoad } from "./crawl-then-load";
import { dataProtected } from "./data-protected";
import { jobLimits } from "./job-limits";
import { jobsHaveAlarms } from "./jobs-have-alarms";
import { oneRunAtATime } from "./one-run-at-a-time";
import { serverlessLimits } from "./serverless-limits";
import type { Rule } from "../rule";

/** Pipelines end, tell when they fail, lose nothing to a slip, and cost what was meant. */
export const reliabilityAndCost: Rule[] = [
  jobLimits,
  oneRunAtATime,
  crawlThenLoad,
  jobsHaveAlarms,
  serverlessLimits,
  bucketsVersioned,
  dataProtected,
];
