import { z } from "zod";
import type { ResourceRule } from "../rule";

const settings = z.object({
  maxTimeoutMinutes: z.int().default(480).describe("The longest timeout of a job, in minutes."),
  maxWorkers: z.int().default(20).describe("The most workers that a job may have."),
});

/** Glue's own timeout is two days. */
export const jobLimits: ResourceRule = {
  name: "job-limits",
  severity: "medium",
  title: "Every job has a timeout, a number of retries and a ceiling of workers",
  rationale:
    "A job that hangs is paid for two days by default, and one that retries without end loads nothing for ever.",
  remedy: "Set timeout (minutes), maxRetries (0 where the schedule repeats it) and numberOfWorkers.",
  link: "https://docs.aws.amazon.com/glue/latest/dg/add-job.html",
  settings,

  resources: {
    "aws:glue/job:Job": ({ props }, given) => {
      const { maxTimeoutMinutes, maxWorkers } = settings.parse(given);
      const within = (name: string, least: number, most: number) => {
        const found = props[name];
        const isWithin = typeof found === "number" && found >= least && found <= most;
        return isWithin
          ? []
          : [`${name}: expected ${least} to ${most}, got ${found === undefined ? "none" : String(found)}`];
      };
      return [
        ...within("timeout", 1, maxTimeoutMinutes),
        ...within("maxRetries", 0, 10),
        // A Python shell has a part of a worker, or one.
        ...(props.numberOfWorkers === undefined && props.maxCapacity !== undefined
          ? within("maxCapacity", 0.0625, maxWorkers)
          : within("numberOfWorkers", 2, maxWorkers)),
      ];
    },
  },
};
