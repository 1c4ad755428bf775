import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { deploy, type Deployment } from "./harness";

const root = path.join(__dirname, "..", "..");
const program = path.join(root, "stacks");

/** Configuration as the engine hands it to the program: each value a text, objects as JSON. */
export type StackConfig = Record<string, string>;

/** The configuration in a stack's committed file. */
export function committedConfig(stack: string): StackConfig {
  const { config } = parse(fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8"));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** Runs the program of stacks/ and returns what it exports. */
export function deployStack(
  stack: string,
  config: StackConfig,
  options: { preview?: boolean } = {},
): Promise<Deployment<typeof import("../../stacks")>> {
  return deploy(
    () => {
      for (const file of Object.keys(require.cache).filter((name) => name.startsWith(program))) {
        delete require.cache[file]; // a program does its work while it is loaded
      }
      return require(program); // eslint-disable-line @typescript-eslint/no-require-imports
    },
    { stack, config, ...options },
  );
}
