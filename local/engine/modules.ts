import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** A binary of the engine and the Go module it is built from. */
export interface Binary {
  name: "pulumi" | "pulumi-language-nodejs" | "pulumi-resource-aws";
  /** Folder of its go.mod. */
  module: string;
  /** What `go build` builds, seen from that folder. */
  package: string;
  ldflags: string;
}

/** Version of the Pulumi CLI, equal to that of `@pulumi/pulumi`. */
export const pulumiVersion = "3.248.0";

/** Version of the AWS plugin, equal to that of `@pulumi/aws`: the engine takes no other. */
export const awsVersion = "7.48.0";

const cliVersion = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`;

export const cli: Binary = {
  name: "pulumi",
  module: path.join(__dirname, "cli"),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ldflags: `-s -w ${cliVersion}`,
};

export const languageHost: Binary = {
  name: "pulumi-language-nodejs",
  module: path.join(__dirname, "language-host"),
  package: ".",
  ldflags: "-s -w",
};

export const awsPlugin: Binary = {
  name: "pulumi-resource-aws",
  module: path.join(__dirname, "aws-provider"),
  package: ".",
  ldflags: "-s -w",
};

/**
 * Names the sources that the binaries come from, and this kind of machine. Go's own version is left out: what is
 * built keeps working on a machine that Go was updated on or taken from.
 */
export function sourceKey(): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const binary of [cli, languageHost, awsPlugin]) {
    hash.update(`\0${binary.name}\0${binary.package}\0${binary.ldflags}`);
    for (const file of sources(binary.module)) {
      hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(binary.module, file)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function sources(module: string): string[] {
  return fs
    .readdirSync(module, { recursive: true, encoding: "utf8" })
    .filter((file) => /(\.go|\.json|go\.mod|go\.sum)$/.test(file) && !file.endsWith("_test.go"))
    .sort();
}
