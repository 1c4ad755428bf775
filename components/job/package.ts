import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { contentHash } from "./hash";

/** A file to upload, with the name that holds the hash of its content. */
export interface HashedFile {
  fileName: string;
  source: pulumi.asset.Asset | pulumi.asset.Archive;
}

/** What Glue runs: the entry script, and the package that it imports as a zip. */
export interface JobCode {
  script: HashedFile;
  package: HashedFile;
}

/** The folder jobs/ of this package; this file lies two folders below the package's root as source and compiled alike. */
export const jobsFolder = path.join(__dirname, "..", "..", "jobs");

/**
 * The code of the job, named by its content: another content is another name, the same content the same one, wherever and
 * whenever the zip is made.
 *
 * @throws Error when the folder lacks `load.py` or the package `s3_to_redshift`
 */
export function jobCode(folder: string): JobCode {
  const script = path.join(folder, "load.py");
  const modules = pythonFiles(folder, "s3_to_redshift");
  const packageHash = contentHash(...modules.flatMap((name) => [name, fs.readFileSync(path.join(folder, name))]));
  return {
    script: {
      fileName: `load-${contentHash(fs.readFileSync(script))}.py`,
      source: new pulumi.asset.FileAsset(script),
    },
    package: {
      fileName: `s3_to_redshift-${packageHash}.zip`,
      source: new pulumi.asset.AssetArchive(
        Object.fromEntries(modules.map((name) => [name, new pulumi.asset.FileAsset(path.join(folder, name))])),
      ),
    },
  };
}

/** The Python files of a package, as sorted paths from `folder` with slashes. */
function pythonFiles(folder: string, packageName: string): string[] {
  return fs
    .readdirSync(path.join(folder, packageName), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .map((name) => path.posix.join(packageName, ...name.split(path.sep)))
    .sort();
}
