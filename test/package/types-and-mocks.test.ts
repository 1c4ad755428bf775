import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";
import type { Stranger } from "../support/stranger";
import { installed, readmeProgram } from "./installed";

const STRICT = ["--strict", "--target", "es2022", "--types", "node"];

/** What a program made: types and names, and what it exports. */
interface Made {
  resources: string[];
  sourceBucket: string;
}

describe("a stranger with the package s3-to-redshift", function () {
  this.timeout(240_000);
  let stranger: Stranger;

  before(() => {
    stranger = installed();
    stranger.write("esm/package.json", { type: "module" });
    stranger.write("esm/index.ts", readmeProgram);
  });

  const tsc = (...args: string[]) =>
    stranger.run(process.execPath, ["node_modules/typescript/bin/tsc", ...STRICT, ...args]);
  const made = (program: string) => JSON.parse(stranger.run(process.execPath, [program])) as Made;

  it("gets zod with it, and brings Pulumi's packages, each once", () => {
    const own = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
    const { packages } = JSON.parse(fs.readFileSync(path.join(stranger.folder, "package-lock.json"), "utf8"));
    const { dependencies, peerDependencies } = packages["node_modules/s3-to-redshift"];
    assert.deepEqual(dependencies, own.dependencies);
    assert.deepEqual(peerDependencies, own.peerDependencies);
    const twice = Object.keys(packages).filter((it) => /node_modules\/.*node_modules\/(@pulumi\/|zod$)/.test(it));
    assert.deepEqual(twice, []);
  });

  it("type-checks the README's program for CommonJS, and gets JavaScript of it", () => {
    const commonJs = ["--module", "commonjs", "--moduleResolution", "node10", "--skipLibCheck"];
    tsc(...commonJs, "--outDir", "cjs", "index.ts");
  });

  it("type-checks it as an ES module, with every declaration that it reads", () => {
    tsc("--module", "nodenext", "--outDir", "esm", "esm/index.ts");
  });

  it("loads no declaration of @pulumi/aws for it, which take most of the time of a type check", () => {
    const files = tsc("--module", "nodenext", "--noEmit", "--listFilesOnly", "esm/index.ts").split("\n");
    assert.ok(files.some((file) => file.endsWith("s3-to-redshift/dist/index.d.ts")));
    assert.deepEqual(
      files.filter((file) => file.includes("@pulumi/aws")),
      [],
    );
  });

  it("is told by the compiler of a wrong argument", () => {
    stranger.write("wrong.ts", readmeProgram.replace('"upsert"', '"upset"'));
    assert.throws(
      () => tsc("--module", "nodenext", "--skipLibCheck", "--noEmit", "wrong.ts"),
      /Type '"upset"' is not assignable to type 'LoadMode'/,
    );
  });

  it("runs it under Pulumi's mocks, from CommonJS and from an ES module, to the same end", () => {
    stranger.write("mocks.js", underMocks('require("./cjs/index.js")'));
    const require = `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n`;
    stranger.write("esm/mocks.js", require + underMocks('import("./index.js")'));
    const { resources, sourceBucket } = made("mocks.js");
    assert.ok(resources.includes("aws:glue/job:Job sales-load-job"), resources.join("\n"));
    assert.equal(sourceBucket, "sales-test-source-123456789012-eu-west-1");
    assert.deepEqual(made("esm/mocks.js"), { resources, sourceBucket });
  });
});

/** Runs a program against a provider that accepts everything, and prints what it made. */
const underMocks = (load: string) => `
const pulumi = require("@pulumi/pulumi");
const resources = [];
const mocks = {
  newResource({ type, name, inputs }) {
    resources.push(type + " " + name);
    return { id: name + "-id", state: { arn: "arn:aws:made-up:eu-west-1:123456789012:" + name, ...inputs } };
  },
  call: () => ({ partition: "aws", region: "eu-west-1", accountId: "123456789012" }),
};
(async () => {
  await pulumi.runtime.setMocks(mocks, "stranger", "test", false);
  let program;
  await pulumi.runtime.runInPulumiStack(async () => (program = await ${load}));
  await pulumi.runtime.disconnect();
  const sourceBucket = await program.sourceBucket.promise();
  console.log(JSON.stringify({ resources: resources.sort(), sourceBucket }));
})();
`;
