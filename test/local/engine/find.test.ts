import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { findAwsPlugin, findPulumi, type Machine } from "../../../local/engine/find";
import { awsVersion } from "../../../local/engine/modules";
import { Folder } from "./folder";

describe("finding the machine's own Pulumi", () => {
  let folder: Folder;
  beforeEach(() => (folder = new Folder()));
  afterEach(() => folder.remove());

  const machine = (...bins: string[]): Machine => ({
    env: { PATH: bins.map((bin) => path.join(folder.path, bin)).join(path.delimiter) },
    home: path.join(folder.path, "home"),
    except: path.join(folder.path, "tools"),
  });

  it("takes pulumi with its language host, wherever that lies on the PATH", () => {
    const pulumi = folder.script("b/pulumi");
    folder.script("c/pulumi-language-nodejs");
    assert.equal(findPulumi(machine("a", "b", "c")), pulumi);
  });

  it("takes pulumi through a link that leads to its language host", () => {
    const pulumi = folder.script("cellar/pulumi");
    folder.script("cellar/pulumi-language-nodejs");
    fs.mkdirSync(path.join(folder.path, "bin"));
    const link = path.join(folder.path, "bin", "pulumi");
    fs.symlinkSync(pulumi, link);
    assert.equal(findPulumi(machine("bin")), link);
  });

  it("leaves a pulumi without its language host", () => {
    folder.script("a/pulumi");
    assert.equal(findPulumi(machine("a")), undefined);
  });

  it("leaves what is no program", () => {
    fs.mkdirSync(path.join(folder.path, "a/pulumi"), { recursive: true });
    folder.script("b/pulumi");
    fs.chmodSync(path.join(folder.path, "b/pulumi"), 0o644);
    folder.script("b/pulumi-language-nodejs");
    assert.equal(findPulumi(machine("a", "b")), undefined);
  });

  it("leaves those that were built here", () => {
    folder.script("tools/key/bin/pulumi");
    folder.script("tools/key/bin/pulumi-language-nodejs");
    assert.equal(findPulumi(machine("tools/key/bin")), undefined);
  });

  it("takes the AWS plugin of the SDK's version from the home folder", () => {
    const plugin = folder.script(`home/.pulumi/plugins/resource-aws-v${awsVersion}/pulumi-resource-aws`);
    assert.equal(findAwsPlugin(machine()), plugin);
  });

  it("takes the AWS plugin from PULUMI_HOME before the home folder", () => {
    folder.script(`home/.pulumi/plugins/resource-aws-v${awsVersion}/pulumi-resource-aws`);
    const plugin = folder.script(`own/plugins/resource-aws-v${awsVersion}/pulumi-resource-aws`);
    const given = machine();
    assert.equal(
      findAwsPlugin({ ...given, env: { ...given.env, PULUMI_HOME: path.join(folder.path, "own") } }),
      plugin,
    );
  });

  it("leaves an AWS plugin of another version, which the engine would not take", () => {
    folder.script("home/.pulumi/plugins/resource-aws-v7.1.0/pulumi-resource-aws");
    assert.equal(findAwsPlugin(machine()), undefined);
  });
});
