import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";
import { packed } from "../support/packed";
import { makeStranger, strangerIn, type Stranger } from "../support/stranger";

/** The program of README.md. */
export const readmeProgram = /```ts\n(.*?)```/s.exec(fs.readFileSync(path.join(root, "README.md"), "utf8"))![1];

/** Compiler options of `pulumi new typescript`. */
const TEMPLATE = { strict: true, target: "es2020", module: "nodenext", moduleResolution: "nodenext" };

// Each file of tests may run in a process of its own, which has these from the one that began.
const { env } = process;

/** The tarball of this package. */
export const tarball = (): string => (env.PACKAGE_TARBALL ??= packed());

/** Somebody who has this package, the packages that it wants beside it, the README's program, and nothing else of ours. */
export function installed(): Stranger {
  if (env.PACKAGE_STRANGER) return strangerIn(env.PACKAGE_STRANGER);
  const made = makeStranger(["@pulumi/aws", "@pulumi/pulumi", "@types/node", "typescript"]);
  process.once("exit", () => made.remove());
  made.run("npm", ["install", tarball(), "--prefer-offline", "--no-audit", "--no-fund"]);
  made.write("index.ts", readmeProgram);
  made.write("tsconfig.json", { compilerOptions: TEMPLATE, files: ["index.ts"] });
  env.PACKAGE_STRANGER = made.folder;
  return made;
}

/** Mocha calls it before it starts the others. */
export const mochaGlobalSetup = () => void installed();
