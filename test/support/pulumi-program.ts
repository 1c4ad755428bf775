import { runCommand } from "./command";

/** What a preview would do to one resource. */
export interface Change {
  op: string;
  type: string;
  name: string;
}

/** The Pulumi CLI in the folder of a program. */
export function pulumiIn(program: string, env: NodeJS.ProcessEnv) {
  const pulumi = (...args: string[]): string => runCommand("pulumi", [...args, "--non-interactive"], program, env);
  return {
    pulumi,
    up: () => pulumi("up", "--yes", "--skip-preview"),
    outputs: () => JSON.parse(pulumi("stack", "output", "--json")) as Record<string, string>,
    /** What a preview would do, other than leaving things as they are; by name. */
    changes(...args: string[]): Change[] {
      const { steps } = JSON.parse(pulumi("preview", "--json", ...args)) as { steps: { op: string; urn: string }[] };
      return steps
        .filter(({ op }) => !["same", "refresh", "read"].includes(op))
        .map(({ op, urn }) => {
          const [, , types, name] = urn.split("::");
          return { op, type: types.split("$").at(-1)!, name };
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
