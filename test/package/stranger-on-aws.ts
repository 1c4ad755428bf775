import type { LocalFolder } from "../support/local-folder";
import { committedConfig } from "../support/stack";
import type { Stranger } from "../support/stranger";
import { installed } from "./installed";

export interface Resource {
  urn: string;
  outputs: Record<string, string>;
}

/** A Pulumi project of a stranger, with a stack on a local AWS. */
export interface StrangersProject {
  stranger: Stranger;
  pulumi(...args: string[]): string;
  resources(): Resource[];
  /** Type and name of all that a preview would make. */
  planned(): string[];
}

/**
 * Makes the project, and starts the local AWS, which the caller ends.
 *
 * @param folder of the project, in the stranger's
 * @param settings of Pulumi.yaml, besides its name
 */
export async function strangersProject(
  local: LocalFolder,
  folder: string,
  settings: object,
): Promise<StrangersProject> {
  const stranger = installed();
  local.command("local", "up");
  const env = await local.environment();
  const config = Object.entries(committedConfig("local")).filter(([key]) => key.startsWith("aws:"));
  stranger.write(`${folder}/Pulumi.yaml`, { name: "stranger", ...settings });
  stranger.write(`${folder}/Pulumi.test.yaml`, { config: Object.fromEntries(config) });
  const pulumi = (...args: string[]) => stranger.run("pulumi", ["--cwd", folder, "--non-interactive", ...args], env);
  pulumi("stack", "init", "test");
  return {
    stranger,
    pulumi,
    resources: () => JSON.parse(pulumi("stack", "export")).deployment.resources ?? [],
    planned() {
      const { steps } = JSON.parse(pulumi("preview", "--json")) as { steps: Resource[] };
      const all = steps.map(({ urn }) => urn.split("::").slice(2).join(" "));
      return all.filter((it) => !it.startsWith("pulumi:")).sort();
    },
  };
}
