import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../setup/paths";

/** The packs, in the order in which Pulumi wants their configurations. */
export const PACKS = ["iam-least-privilege", "data-protection", "reliability-and-cost"];

/** Flags of the Pulumi CLI with which a stack is held to the packs in a folder, as its configuration files say. */
export const policyFlags = (stack: string, folder: string): string[] => [
  ...PACKS.flatMap((pack) => ["--policy-pack", path.join(folder, "packs", pack)]),
  ...PACKS.flatMap((pack) => ["--policy-pack-config", configOf(pack, stack)]),
];

/** Where a stack has none of its own, that of all. */
function configOf(pack: string, stack: string): string {
  const [own, shared] = [`${pack}.${stack}.json`, `${pack}.json`].map((name) =>
    path.join(root, "stacks", "policies", name),
  );
  return fs.existsSync(own) ? own : shared;
}
