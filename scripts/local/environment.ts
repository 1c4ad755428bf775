import * as path from "node:path";
import { engineEnvironment, findEngine } from "../../local/engine/engine";
import { clientEnvironment } from "../../local/environment";
import { tools } from "../setup/paths";
import type { RunningAws } from "./state";

/** What `npm run local -- env` exports: with it the aws CLI, boto3, pulumi, psql and any SDK talk to the local AWS. */
export function exportsOf(running: RunningAws): Record<string, string> {
  const engine = findEngine({ toolsFolder: tools.folder });
  if (!engine) {
    throw new Error("The Pulumi engine is not set up here. Set it up: npm run local -- up");
  }
  const bins = [engine, path.join(tools.python, "bin"), process.env.PATH];
  return {
    ...clientEnvironment({ ...running, warehouse: { url: running.warehouseUrl } }),
    ...engineEnvironment({ toolsFolder: tools.folder }),
    PATH: bins.join(path.delimiter),
  };
}

/** This process's environment with the local AWS's laid over it. */
export const commandEnvironment = (running: RunningAws): NodeJS.ProcessEnv => ({
  ...process.env,
  ...exportsOf(running),
});
