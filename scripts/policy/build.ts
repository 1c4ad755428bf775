import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../setup/paths";

const policy = path.join(root, "policy");

/** Compiles the policy packs into `policy/dist`, each pack as a folder that `--policy-pack` takes. */
export function buildPacks(folder = path.join(policy, "dist")): void {
  fs.rmSync(folder, { recursive: true, force: true });
  const tsc = path.join(root, "node_modules", ".bin", "tsc");
  const { status, stdout } = spawnSync(tsc, ["-p", path.join(policy, "tsconfig.build.json"), "--outDir", folder], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tsc failed:\n${stdout}`);
  fs.copyFileSync(path.join(policy, "iam", "managed-policies.json"), path.join(folder, "iam", "managed-policies.json"));
  for (const pack of fs.readdirSync(path.join(policy, "packs"))) {
    const from = path.join(policy, "packs", pack);
    const to = path.join(folder, "packs", pack);
    fs.copyFileSync(path.join(from, "PulumiPolicy.yaml"), path.join(to, "PulumiPolicy.yaml"));
    const manifest = JSON.parse(fs.readFileSync(path.join(from, "package.json"), "utf8")) as object;
    fs.writeFileSync(path.join(to, "package.json"), `${JSON.stringify({ ...manifest, main: "index.js" }, null, 2)}\n`);
  }
}

/** `npx tsx scripts/policy/build.ts`; also before `npm pack` in policy/. */
if (require.main === module) buildPacks();
