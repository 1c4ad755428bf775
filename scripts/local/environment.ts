import * as path from "node:path";
import { clientEnvironment } from "../../local/environment";
import { findEngine } from "../../local/engine/engine";
import { tools } from "../setup/paths";
import type { RunningAws } from "./state";

/** What `npm run local -- env` exports: with it the aws CLI, boto3, pulumi, psql and any SDK talk to the local AWS. */
export function exportsOf(running: RunningAws): Record<string, string> {
  const bins = [findEngine({ toolsFolder: tools.folder }), path.join(tools.python, "bin")];
  return {
    ...clientEnvironment(running),
    PATH: [...bins.filter((bin) => bin), process.env.PATH].join(path.delimiter),
  };
}

/** This process's environment with the local AWS's laid over it. */
export const commandEnvironment = (running: RunningAws): NodeJS.ProcessEnv => ({
  ...process.env,
  ...exportsOf(running),
});
