import { root } from "./setup/paths";
import { run } from "./setup/run";
import type { Log } from "./step";

/** Deploys a stack with the Pulumi CLI, making it first where there is none. */
export async function deploy(stack: string, env: NodeJS.ProcessEnv, log: Log): Promise<void> {
  await pulumi(["stack", "select", "--create", stack], env, log);
  await pulumi(["up", "--yes", "--skip-preview", "--stack", stack], env, log);
}

/** Runs `pulumi`, handing on what it prints. @throws Error with its last lines when it fails */
export function pulumi(args: string[], env: NodeJS.ProcessEnv, log: Log): Promise<void> {
  return run("pulumi", [...args, "--non-interactive", "--color", "never"], log, { cwd: root, env });
}
