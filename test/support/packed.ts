import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

const tarballs = new Map<string, string>();

/**
 * What `npm publish` would send: a tarball below the root, where Node finds what the package depends on. Packed once.
 *
 * @param part the package's folder below the root; without it the root's own
 */
export function packed(part = "."): string {
  const tarball = tarballs.get(part) ?? pack(part);
  tarballs.set(part, tarball);
  return tarball;
}

/** Unpacks a package beside its tarball. @returns the folder with its package.json */
export function unpacked(tarball: string): string {
  const folder = path.dirname(tarball);
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  return path.join(folder, "package");
}

function pack(part: string): string {
  fs.mkdirSync(path.join(root, ".local"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(root, ".local", "package-"));
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  const options = { cwd: path.join(root, part), encoding: "utf8" as const, stdio: "pipe" as const };
  const answer = execFileSync(npm, ["pack", "--json", "--pack-destination", folder], options);
  const [{ filename }] = JSON.parse(answer.slice(answer.indexOf("["))) as [{ filename: string }];
  return path.join(folder, filename);
}
