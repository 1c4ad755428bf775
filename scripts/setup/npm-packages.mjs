import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { isDone, markDone, fingerprint } from "./stamp.mjs";

/** Installs exactly what package-lock.json names, unless that is what node_modules already holds. */
export function npmPackages(root) {
  const stamp = path.join(root, "node_modules", ".installed");
  const want = fingerprint([path.join(root, "package-lock.json"), path.join(root, "package.json")], process.version);
  if (isDone(stamp, want)) {
    return;
  }
  console.error("Installing the npm packages (about 480 MB) ...");
  const start = Date.now();
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const result = spawnSync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (result.status !== 0) {
    console.error(
      `npm ci failed${result.error ? `: ${result.error.message}` : ""}. Its own message stands above; run the command again once that is mended.`,
    );
    process.exit(1);
  }
  markDone(stamp, want);
  console.error(`npm packages installed in ${Math.round((Date.now() - start) / 1000)} s`);
}
