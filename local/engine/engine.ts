import * as fs from "node:fs";
import * as path from "node:path";
import { build, type Log } from "./build";
import { downloadAwsPlugin } from "./download";
import { executable, findAwsPlugin, findPulumi, isExecutable, type Machine, pluginFolder, thisMachine } from "./find";
import { awsPlugin, type Binary, cli, languageHost, sourceKey } from "./modules";

/** The Pulumi engine of a machine: its own binaries where it has them, else those that were built. */
export interface Engine {
  /** Folder to put first on the PATH. */
  bin: string;
  /** Whether one of the binaries was built here, now or before. */
  built: boolean;
  /** Path of the `pulumi` command. */
  pulumi: string;
  /**
   * Variables with which the CLI takes a built AWS plugin from a plugin folder of its own, instead of warning at each
   * command that it lies on the PATH. Empty where the machine's own plugin is used.
   */
  environment: Record<string, string>;
}

/**
 * Makes sure of the Pulumi CLI, its Node language host and the AWS plugin. What the machine has is used as it is, and
 * where it has the CLI that fetches the plugin; the rest is built once, which takes some minutes, into `<toolsFolder>/engine/<key of the sources>/bin`.
 *
 * @throws Error when something must be built and Go is missing or too old, or a build fails
 */
export async function ensureEngine(options: { toolsFolder: string; log: Log }): Promise<Engine> {
  let place = locate(options.toolsFolder);
  if (place.pulumi && place.missing.includes(awsPlugin)) {
    await downloadAwsPlugin(place.pulumi, options.log);
    place = locate(options.toolsFolder);
  }
  if (place.missing.length > 0) {
    await build(place.missing, place.bin, options.log);
    removeOthers(path.dirname(place.folder), path.basename(place.folder));
  }
  if (place.needed.includes(awsPlugin)) {
    link(path.join(place.bin, executable(awsPlugin.name)), pluginFolder(place.home));
  }
  return describe(place);
}

/** The folder to put first on the PATH, as `ensureEngine` gives it, or undefined when something must be built first. */
export function findEngine(options: { toolsFolder: string }): string | undefined {
  const place = locate(options.toolsFolder);
  return place.missing.length === 0 ? describe(place).bin : undefined;
}

/** `Engine.environment` of an engine that `ensureEngine` made; empty when it did not. */
export function engineEnvironment(options: { toolsFolder: string }): Record<string, string> {
  const place = locate(options.toolsFolder);
  return place.missing.length === 0 ? describe(place).environment : {};
}

interface Place {
  folder: string;
  bin: string;
  home: string;
  /** The machine's own CLI. */
  pulumi: string | undefined;
  /** What the machine does not have itself. */
  needed: Binary[];
  /** What is not built either. */
  missing: Binary[];
}

function locate(toolsFolder: string): Place {
  const engines = path.resolve(toolsFolder, "engine");
  const machine: Machine = thisMachine(engines);
  const pulumi = findPulumi(machine);
  // The long build of the CLI last: what is wrong with the others shows before it.
  const needed = [...(findAwsPlugin(machine) ? [] : [awsPlugin]), ...(pulumi ? [] : [languageHost, cli])];
  const folder = path.join(engines, sourceKey());
  const bin = path.join(folder, "bin");
  const missing = needed.filter((binary) => !isExecutable(path.join(bin, executable(binary.name))));
  return { folder, bin, home: path.join(folder, "home"), pulumi, needed, missing };
}

function describe(place: Place): Engine {
  const { needed, pulumi } = place;
  return {
    bin: needed.length > 0 || !pulumi ? place.bin : path.dirname(pulumi),
    built: needed.length > 0,
    pulumi: pulumi ?? path.join(place.bin, executable(cli.name)),
    environment: needed.includes(awsPlugin) ? { PULUMI_HOME: place.home, PULUMI_IGNORE_AMBIENT_PLUGINS: "true" } : {},
  };
}

function link(file: string, folder: string): void {
  const target = path.join(folder, path.basename(file));
  if (!isExecutable(target)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.rmSync(target, { force: true }); // a link whose target was moved with its folder
    fs.symlinkSync(path.relative(folder, file), target);
  }
}

/** Each state of the sources leaves 180 MB; only the newest is of use. */
function removeOthers(engines: string, keep: string): void {
  for (const name of fs.readdirSync(engines)) {
    if (name !== keep) {
      fs.rmSync(path.join(engines, name), { recursive: true, force: true });
    }
  }
}
