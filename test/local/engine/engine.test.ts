import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { engineEnvironment, ensureEngine, findEngine } from "../../../local/engine/engine";
import { awsVersion } from "../../../local/engine/modules";
import { Folder } from "./folder";

/** Stands for Go: it "builds" an empty program, or fails for the one that FAKE_GO_FAILS names. */
const go = `
if [ "$1" = env ]; then echo "\${FAKE_GO_VERSION:-go1.26.8}"; exit 0; fi
while [ "$1" != -o ]; do shift; done
case "$2" in *"\${FAKE_GO_FAILS:-none}."*) echo "package/x: it does not compile" >&2; exit 1;; esac
echo "go: downloading example.com/module v1.0.0" >&2
echo "example.com/module/package" >&2
printf '#!/bin/sh\\n' > "$2" && chmod +x "$2"`;

describe("the Pulumi engine", () => {
  const before = { ...process.env };
  let folder: Folder;
  let toolsFolder: string;
  let lines: string[];
  const ensure = () => ensureEngine({ toolsFolder, log: (line) => lines.push(line) });
  const built = () => lines.filter((line) => line.endsWith("building with Go")).map((line) => line.split(" ")[0]);

  beforeEach(() => {
    folder = new Folder();
    toolsFolder = path.join(folder.path, "tools");
    lines = [];
    process.env.PATH = path.join(folder.path, "bin");
    folder.script("bin/chmod", 'exec /bin/chmod "$@"');
    process.env.PULUMI_HOME = path.join(folder.path, "pulumi-home");
  });
  afterEach(() => {
    process.env = { ...before };
    folder.remove();
  });

  const installPulumi = () => {
    folder.script("bin/pulumi-language-nodejs");
    return folder.script("bin/pulumi");
  };
  const installPlugin = () => folder.script(`pulumi-home/plugins/resource-aws-v${awsVersion}/pulumi-resource-aws`);

  it("is the machine's own where it has all, and builds nothing", async () => {
    const pulumi = installPulumi();
    installPlugin();
    const expected = { bin: path.dirname(pulumi), built: false, pulumi, environment: {} };
    assert.deepEqual(await ensure(), expected);
    assert.equal(findEngine({ toolsFolder }), expected.bin);
    assert.deepEqual(built(), []);
  });

  it("is built once where the machine has none, and then needs no Go", async () => {
    const script = folder.script("bin/go", go);
    assert.equal(findEngine({ toolsFolder }), undefined);
    const engine = await ensure();
    assert.deepEqual(built(), ["pulumi-resource-aws", "pulumi-language-nodejs", "pulumi"]);
    assert.ok(lines.includes("pulumi (3 of 3): downloading example.com/module v1.0.0"), lines.join("\n"));
    assert.ok(lines.includes("pulumi (3 of 3): 1 packages compiled, example.com/module/package"), lines.join("\n"));
    assert.deepEqual(fs.readdirSync(engine.bin).sort(), ["pulumi", "pulumi-language-nodejs", "pulumi-resource-aws"]);
    const plugin = path.join(
      engine.environment.PULUMI_HOME ?? "",
      `plugins/resource-aws-v${awsVersion}/pulumi-resource-aws`,
    );
    fs.accessSync(plugin, fs.constants.X_OK);

    fs.rmSync(script);
    lines = [];
    assert.deepEqual(await ensure(), engine);
    assert.equal(findEngine({ toolsFolder }), engine.bin);
    assert.deepEqual(engineEnvironment({ toolsFolder }), engine.environment);
    assert.deepEqual(built(), []);
  });

  it("builds only the AWS plugin where the machine has Pulumi", async () => {
    const pulumi = installPulumi();
    folder.script("bin/go", go);
    const engine = await ensure();
    assert.deepEqual(built(), ["pulumi-resource-aws"]);
    assert.equal(engine.pulumi, pulumi);
    assert.equal(engine.built, true);
  });

  it("lets the machine's Pulumi fetch the AWS plugin, and builds nothing then", async () => {
    installPulumi();
    const plugin = `$PULUMI_HOME/plugins/resource-aws-v${awsVersion}`;
    folder.script("bin/mkdir", 'exec /bin/mkdir "$@"');
    folder.script(
      "bin/pulumi",
      `[ "$*" = "plugin install resource aws v${awsVersion}" ] || exit 1
       mkdir -p "${plugin}" && printf '#!/bin/sh\\n' > "${plugin}/pulumi-resource-aws" && chmod +x "${plugin}/pulumi-resource-aws"`,
    );
    const engine = await ensure();
    assert.equal(engine.built, false);
    assert.deepEqual(built(), []);
  });

  it("builds the AWS plugin where the machine's Pulumi cannot fetch it, and says so", async () => {
    installPulumi();
    folder.script("bin/pulumi", "echo 'error: no route to host' >&2; exit 1");
    folder.script("bin/go", go);
    await ensure();
    assert.deepEqual(built(), ["pulumi-resource-aws"]);
    assert.ok(
      lines.some((line) => /cannot be downloaded: error: no route to host/.test(line)),
      lines.join("\n"),
    );
  });

  it("goes on with what is missing after a build that failed, and leaves no half binary", async () => {
    folder.script("bin/go", go);
    process.env.FAKE_GO_FAILS = "/pulumi";
    await assert.rejects(ensure(), /go build of pulumi ended with 1:\npackage\/x: it does not compile/);
    const engines = path.join(toolsFolder, "engine");
    const bin = path.join(engines, fs.readdirSync(engines)[0] ?? "", "bin");
    assert.deepEqual(fs.readdirSync(bin).sort(), ["pulumi-language-nodejs", "pulumi-resource-aws"]);
    assert.equal(findEngine({ toolsFolder }), undefined);

    delete process.env.FAKE_GO_FAILS;
    lines = [];
    await ensure();
    assert.deepEqual(built(), ["pulumi"]);
  });

  it("removes what was built from other sources", async () => {
    folder.script("tools/engine/older/bin/pulumi");
    folder.script("bin/go", go);
    await ensure();
    assert.equal(fs.existsSync(path.join(toolsFolder, "engine", "older")), false);
  });

  it("names the Go that is needed when there is none", async () => {
    await assert.rejects(
      ensure(),
      /^Error: Go 1\.25\.11 or newer is needed to build pulumi-resource-aws, pulumi-language-nodejs, pulumi, which are not installed; found no `go` on the PATH\.$/,
    );
  });

  it("names the Go that is needed when it is too old", async () => {
    folder.script("bin/go", go);
    process.env.FAKE_GO_VERSION = "go1.24.9";
    await assert.rejects(ensure(), /Go 1\.25\.11 or newer is needed .*; found go1\.24\.9\.$/);
  });
});
