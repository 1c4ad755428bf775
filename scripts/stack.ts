import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { requireRunning } from "./local/state";
import { commandEnvironment } from "./local/environment";
import { root } from "./setup/paths";

/**
 * The environment in which commands reach what a stack is deployed to: this process's own for AWS, and the running local AWS's
 * where the stack's configuration says `s3-to-redshift:localAws: true`.
 *
 * @throws Error when there is no such stack file, or the local AWS is needed and does not run
 */
export async function environmentOf(stack: string): Promise<NodeJS.ProcessEnv> {
  const file = path.join(root, `Pulumi.${stack}.yaml`);
  if (!fs.existsSync(file)) {
    const known = fs.readdirSync(root).flatMap((name) => /^Pulumi\.(\w+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new Error(`There is no stack ${stack}: no file ${path.basename(file)}. Known are ${known.join(", ")}.`);
  }
  const config = parse(fs.readFileSync(file, "utf8"))?.config ?? {};
  return String(config["s3-to-redshift:localAws"]) === "true"
    ? commandEnvironment(await requireRunning())
    : process.env;
}
