import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { awsPlugin, awsVersion, cli, languageHost } from "./modules";

/** Where binaries are looked for. */
export interface Machine {
  env: NodeJS.ProcessEnv;
  home: string;
  /** Binaries in this folder were built here and count as not found. */
  except: string;
}

export const thisMachine = (except: string): Machine => ({ env: process.env, home: os.homedir(), except });

/** The machine's own `pulumi`, if its Node language host lies on the PATH or beside it, as it does when installed. */
export function findPulumi(machine: Machine): string | undefined {
  const pulumi = onPath(cli.name, machine);
  if (!pulumi) {
    return undefined;
  }
  const beside = path.join(path.dirname(fs.realpathSync(pulumi)), executable(languageHost.name));
  return onPath(languageHost.name, machine) || isExecutable(beside) ? pulumi : undefined;
}

/**
 * The AWS plugin in the version that the program asks for, from Pulumi's plugin folder:
 * https://www.pulumi.com/docs/iac/concepts/plugins/
 */
export function findAwsPlugin(machine: Machine): string | undefined {
  const home = machine.env.PULUMI_HOME || path.join(machine.home, ".pulumi");
  if (isWithin(home, machine.except)) {
    return undefined;
  }
  const file = path.join(pluginFolder(home), executable(awsPlugin.name));
  return isExecutable(file) ? file : undefined;
}

/** Where Pulumi looks for the AWS plugin under its home folder. */
export const pluginFolder = (home: string): string => path.join(home, "plugins", `resource-aws-v${awsVersion}`);

export const executable = (name: string): string => (process.platform === "win32" ? `${name}.exe` : name);

export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function onPath(name: string, machine: Machine): string | undefined {
  return (machine.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "" && !isWithin(folder, machine.except))
    .map((folder) => path.join(folder, executable(name)))
    .find(isExecutable);
}

function isWithin(folder: string, parent: string): boolean {
  const relative = path.relative(parent, folder);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}
