import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { Command } from "commander";
import { buildPacks } from "./policy/build";
import { policyFlags } from "./policy/packs";
import { root } from "./setup/paths";
import { environmentOf } from "./stack";

export function previewCommand(): Command {
  return new Command("preview")
    .description("pulumi preview of a stack, held to the policy packs")
    .requiredOption("--stack <name>", "stack to preview, e.g. dev")
    .argument("[flags...]", "what else pulumi preview is given, after --")
    .action(preview);
}

/** Ends with Pulumi's own exit code: another than 0 where a policy is violated. */
async function preview(flags: string[], { stack }: { stack: string }): Promise<void> {
  const env = await environmentOf(stack);
  const folder = path.join(root, "policy", "dist");
  buildPacks(folder);
  const args = ["preview", "--stack", stack, ...policyFlags(stack, folder), ...flags];
  const { status, error } = spawnSync("pulumi", args, { cwd: root, env, stdio: "inherit" });
  if (error) throw new Error(`pulumi does not start: ${error.message}`);
  process.exitCode = status ?? 1;
}
