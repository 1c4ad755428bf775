import { spawnSync } from "node:child_process";
import { root } from "../setup/paths";

/** The library that an upgrade starts from: the last commit whose library was handed out; a release's tag, once there is one. */
export const previousLibrary = "19c42f8";

/** Why it cannot be had here, or undefined when it can. */
export function noPreviousLibrary(): string | undefined {
  const { status } = spawnSync("git", ["cat-file", "-e", `${previousLibrary}^{commit}`], { cwd: root });
  return status === 0
    ? undefined
    : `git does not have ${previousLibrary}, the previous library, here; a clone with its history has`;
}
