import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";
import { runCommand } from "./command";

const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
  devDependencies: Record<string, string>;
};

/** A folder somewhere else, whose package.json names what somebody has beside a package of this project. */
export interface Stranger {
  folder: string;
  /** Makes a file, of an object as JSON. */
  write(file: string, content: string | object): void;
  /** Runs a command there. @returns what it printed @throws Error with that when it does not end with 0 */
  run(command: string, args: string[], env?: NodeJS.ProcessEnv): string;
  remove(): void;
}

/** @param beside packages, each in the version that this project has */
export function makeStranger(beside: string[]): Stranger {
  const stranger = strangerIn(fs.mkdtempSync(path.join(os.tmpdir(), "stranger-")));
  const dependencies = Object.fromEntries(beside.map((name) => [name, devDependencies[name]]));
  stranger.write("package.json", { name: "stranger", private: true, dependencies });
  return stranger;
}

/** The one whose folder another process has made. */
export const strangerIn = (folder: string): Stranger => ({
  folder,
  write(file, content) {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, typeof content === "string" ? content : JSON.stringify(content));
  },
  run: (command, args, env) => runCommand(command, args, folder, env),
  remove: () => fs.rmSync(folder, { recursive: true, force: true }),
});
