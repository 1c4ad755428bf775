import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { awsPlugin, awsVersion, cli, languageHost, pulumiVersion } from "../../../local/engine/modules";

const read = (file: string) => fs.readFileSync(file, "utf8");
const npmVersion = (name: string) =>
  (JSON.parse(read(require.resolve(`${name}/package.json`))) as { version: string }).version;

describe("versions of the engine and of the npm packages", () => {
  it("are the same for Pulumi", () => {
    assert.equal(npmVersion("@pulumi/pulumi"), pulumiVersion);
    assert.match(read(path.join(cli.module, "go.mod")), new RegExp(`pulumi/pkg/v3 v${pulumiVersion}\n`));
    assert.match(read(path.join(languageHost.module, "go.mod")), new RegExp(`pulumi/sdk/v3 v${pulumiVersion}\n`));
    assert.match(read(path.join(languageHost.module, "host.go")), new RegExp(`const version = "${pulumiVersion}"`));
  });

  it("are the same for AWS", () => {
    assert.equal(npmVersion("@pulumi/aws"), awsVersion);
    assert.match(
      read(path.join(awsPlugin.module, "internal/provider/info.go")),
      new RegExp(`const Version = "${awsVersion}"`),
    );
  });
});
