import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../setup/paths";
import { librarySchema } from "./schema";

/** Compiles the library, and beside it the provider that programs in other languages start. */
export function buildLibrary(folder = path.join(root, "dist")): void {
  fs.rmSync(folder, { recursive: true, force: true });
  const tsc = path.join(root, "node_modules", ".bin", "tsc");
  const { status, stdout } = spawnSync(tsc, ["-p", path.join(root, "tsconfig.build.json"), "--outDir", folder], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tsc failed:\n${stdout}`);
  const provider = path.join(folder, "provider");
  fs.copyFileSync(
    path.join(root, "components", "provider", "PulumiPlugin.yaml"),
    path.join(provider, "PulumiPlugin.yaml"),
  );
  const schema = librarySchema();
  fs.writeFileSync(path.join(provider, "schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
  // Its own, so that Pulumi installs nothing when it is told of the folder: the provider finds what the library finds.
  const manifest = { name: schema.name, version: schema.version, private: true, main: "index.js" };
  fs.writeFileSync(path.join(provider, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** `npm run build`; also before `npm pack`. */
if (require.main === module) buildLibrary();
