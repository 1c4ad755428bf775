import type { Job } from "@aws-sdk/client-glue";

export type JobArguments = Record<string, string>;

/** The job's default arguments under the run's own, under those that cannot be overridden. */
export function argumentsOf(job: Job, ofRun: JobArguments): JobArguments {
  return { ...job.DefaultArguments, ...ofRun, ...job.NonOverridableArguments };
}

/** Glue's own parameters whose effect does not exist here, and the values that ask for it. */
const NOT_EMULATED: Record<string, (value: string) => boolean> = {
  "--datalake-formats": (value) => value !== "",
  "--enable-glue-datacatalog": (value) => value !== "false",
  "--job-bookmark-option": (value) => value !== "job-bookmark-disable",
  "--job-language": (value) => value !== "python",
};

/** @returns what is wrong with the first argument that asks for something that is not emulated. */
export function notEmulatedArgument(args: JobArguments): string | undefined {
  for (const [name, value] of Object.entries(args)) {
    if (NOT_EMULATED[name]?.(value)) return `${name} ${value} is not emulated on the local AWS (docs/local.md lists what is)`;
  }
  return undefined;
}

/** The script's command line, as Glue makes it: its own parameters are on it too. */
export function argv(job: Job, runId: string, args: JobArguments): string[] {
  const pairs = Object.entries(args).flatMap(([name, value]) => (value === "" ? [name] : [name, value]));
  return ["--JOB_ID", `j_${job.Name}`, "--JOB_RUN_ID", runId, "--JOB_NAME", job.Name ?? "", ...pairs];
}

/** The items of a comma-separated parameter such as `--extra-py-files`. */
export function listed(args: JobArguments, name: string): string[] {
  return (args[name] ?? "").split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/** The Spark settings of `--conf`, which holds several as `a=b --conf c=d`. */
export function sparkSettings(args: JobArguments): [string, string][] {
  const settings = (args["--conf"] ?? "").split(/\s*--conf\s+/).map((setting) => setting.trim());
  return settings.filter(Boolean).map((setting) => {
    const equals = setting.indexOf("=");
    return [setting.slice(0, equals), setting.slice(equals + 1)];
  });
}
