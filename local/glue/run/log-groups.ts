import type { Job, JobRun } from "@aws-sdk/client-glue";

/**
 * What the names of a run's log groups begin with: the groups of all jobs, or those of its argument, and within them those of
 * its security configuration.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
 */
export function logGroupPrefix(args: Record<string, string>, job: Job, run: JobRun): string {
  const prefix = args["--custom-logGroup-prefix"] ?? "/aws-glue/jobs";
  const roleName = job.Role?.split("/").at(-1);
  return run.SecurityConfiguration ? `${prefix}/${run.SecurityConfiguration}-role/${roleName}` : prefix;
}
