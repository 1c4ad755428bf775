import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { shown, wrongArgument } from "../validation";
import { contentHash } from "./hash";
import type { HashedFile } from "./package";

/** The Python module of a dataset's transform. */
export interface TransformScript extends HashedFile {
  dataset: string;
}

/**
 * The Python file of a dataset's transform, named by dataset and content.
 *
 * @throws InputPropertyError that names the argument when there is no such file
 */
export function transformScript(dataset: string, file: string, argument: string): TransformScript {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw wrongArgument(argument, `expected a Python file, got ${shown(file)}: no file ${path.resolve(file)}`);
  }
  return {
    dataset,
    fileName: `transform-${dataset}-${contentHash(fs.readFileSync(file))}.py`,
    source: new pulumi.asset.FileAsset(file),
  };
}
