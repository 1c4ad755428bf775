// Where npm start, npm test and the other commands begin: plain Node, before any package is installed.
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./setup/lock.mjs";
import { missingPrerequisites } from "./setup/prerequisites.mjs";
import { npmPackages } from "./setup/npm-packages.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command, ...args] = process.argv.slice(2);

/** Whether a command runs AWS on this machine, for which Python, Spark, PostgreSQL and the Pulumi engine are set up. */
const needsLocalAws = ["start", "test", "bench"].includes(command) || (command === "local" && args[0] === "up");

const missing = missingPrerequisites(root, needsLocalAws);
if (missing.length > 0) {
  console.error(["This machine lacks:", ...missing.map((line) => `  - ${line}`)].join("\n"));
  process.exit(1);
}

await withLock(path.join(root, ".local", "setup.lock"), async () => {
  npmPackages(root);
  if (needsLocalAws) {
    run("scripts/setup/main.ts", []);
  }
});
run("scripts/main.ts", process.argv.slice(2));

function run(script, scriptArgs) {
  const result = spawnSync(process.execPath, ["--require", "tsx/cjs", path.join(root, script), ...scriptArgs], {
    cwd: root,
    stdio: "inherit",
    // The versions are pinned; what newer ones will ask for is no news to who runs this.
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  if (result.error) {
    throw result.error;
  }
  if (result.status !== 0) {
    process.exit(result.status ?? 1);
  }
}
