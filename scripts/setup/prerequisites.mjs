import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * What this machine lacks, one line each with the version that was found and the one that is needed. Empty when all is there.
 *
 * Go is needed only where no Pulumi CLI is installed: the engine is then built from its modules.
 */
export function missingPrerequisites(root, needsLocalAws, environment = process.env) {
  const missing = [checkNode(process.versions.node)];
  if (needsLocalAws) {
    missing.push(checkPython(environment), checkJava(environment));
    if (!isInstalled("pulumi", environment) && !fs.existsSync(path.join(root, ".local", "tools", "engine"))) {
      missing.push(checkGo(environment));
    }
  }
  return missing.filter((line) => line !== undefined);
}

function checkNode(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19) ? undefined : `Node 20.19 or newer (found ${version})`;
}

function checkPython(environment) {
  const found = pythonCommand(environment);
  return found.command
    ? undefined
    : `Python 3.11, the version of Glue 5.1, as python3.11 or python3 (found ${found.seen})`;
}

/** The command that starts Python 3.11. */
export function pythonCommand(environment = process.env) {
  const seen = [];
  for (const command of ["python3.11", "python3"]) {
    const version = versionOf(command, ["--version"], environment)?.match(/Python (\d+\.\d+\.\d+)/)?.[1];
    if (version?.startsWith("3.11.")) {
      return { command, seen: version };
    }
    seen.push(version);
  }
  return { command: undefined, seen: seen.find((version) => version) ?? "none" };
}

/** The Java that Spark runs on, and its version if it is there. */
export function javaCommand(environment = process.env) {
  const java = environment.JAVA_HOME ? path.join(environment.JAVA_HOME, "bin", "java") : "java";
  return { java, version: versionOf(java, ["-version"], environment)?.match(/version "([^"]+)"/)?.[1] };
}

function checkJava(environment) {
  const { java, version } = javaCommand(environment);
  return version?.match(/^17\b/)
    ? undefined
    : `Java 17, the version of Glue 5.1 (found ${version ?? "none"} as ${java})`;
}

function checkGo(environment) {
  const version = versionOf("go", ["env", "GOVERSION"], environment)?.trim().replace(/^go/, "");
  const [major, minor, patch = 0] = (version ?? "0.0").split(".").map(Number);
  const enough = major > 1 || (major === 1 && (minor > 25 || (minor === 25 && patch >= 11)));
  return enough
    ? undefined
    : `the Pulumi CLI, or Go 1.25.11 or newer to build it (found no pulumi, Go ${version ?? "none"}); see https://www.pulumi.com/docs/install/`;
}

function isInstalled(command, environment) {
  return versionOf(command, ["version"], environment) !== undefined;
}

function versionOf(command, args, environment) {
  const result = spawnSync(command, args, { encoding: "utf8", env: environment });
  return result.error || result.status !== 0 ? undefined : result.stdout + result.stderr;
}
