import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../../scripts/setup/paths";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

let tarball: string | undefined;

/** What `npm publish` would send: a tarball below the root, where Node finds what the package depends on. Packed once. */
export function packed(): string {
  return (tarball ??= pack());
}

function pack(): string {
  fs.mkdirSync(path.join(root, ".local"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(root, ".local", "package-"));
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  const options = { cwd: path.join(root, "policy"), encoding: "utf8" as const, stdio: "pipe" as const };
  const answer = execFileSync(npm, ["pack", "--json", "--pack-destination", folder], options);
  const [{ filename }] = JSON.parse(answer.slice(answer.indexOf("["))) as [{ filename: string }];
  return path.join(folder, filename);
}
