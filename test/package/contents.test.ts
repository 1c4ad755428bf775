import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as library from "../../components";
import { root } from "../../scripts/setup/paths";
import { unpacked } from "../support/packed";
import { tarball } from "./installed";

/** What `npm publish` would send. */
describe("the package s3-to-redshift", function () {
  this.timeout(240_000);
  let folder: string;
  let files: string[];
  const filesOf = (from: string) =>
    fs
      .readdirSync(from, { recursive: true, encoding: "utf8" })
      .filter((file) => fs.statSync(path.join(from, file)).isFile());
  const read = (file: string) => fs.readFileSync(path.join(folder, file), "utf8");

  before(() => {
    folder = unpacked(tarball());
    files = filesOf(folder);
  });

  it("holds JavaScript, types, source maps, the provider and what Glue runs, and nothing else", () => {
    const wanted = [
      /^dist\/.*\.(js|js\.map|d\.ts)$/,
      /^dist\/provider\/(PulumiPlugin\.yaml|package\.json|schema\.json)$/,
      /^jobs\/(load|s3_to_redshift\/.*)\.py$/,
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
    ];
    assert.deepEqual(
      files.filter((file) => !wanted.some((pattern) => pattern.test(file))),
      [],
    );
    const sources = filesOf(path.join(root, "components")).filter((file) => file.endsWith(".ts"));
    const compiled = sources.map((file) => `dist/${file.replace(/\.ts$/, ".js")}`);
    const modules = filesOf(path.join(root, "jobs")).filter((file) => file.endsWith(".py"));
    for (const file of [...compiled, ...modules.map((it) => `jobs/${it}`)]) {
      assert.ok(files.includes(file), `${file} is not in the package`);
    }
  });

  it("imports only what it depends on, and nothing of stacks, scripts, local and policy", () => {
    const { dependencies, peerDependencies } = JSON.parse(read("package.json"));
    const known = Object.keys({ ...dependencies, ...peerDependencies });
    const imported = files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) =>
        [...read(file).matchAll(/(?:from |require\(|import\()"([^"]+)"/g)].map(([, name]) => ({ file, name })),
      );
    const wrong = imported.filter(({ file, name }) =>
      name.startsWith(".")
        ? !path.join(path.dirname(file), name).startsWith("dist")
        : !name.startsWith("node:") && !known.some((it) => name === it || name.startsWith(`${it}/`)),
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(Object.keys(dependencies), ["zod"]);
    for (const name of ["@pulumi/aws", "@pulumi/pulumi"]) assert.match(peerDependencies[name], /^\^\d+\.\d+\.\d+$/);
  });

  it("has source maps that bring their sources", () => {
    const { sources, sourcesContent } = JSON.parse(read("dist/pipeline.js.map"));
    assert.deepEqual([sources.length, sourcesContent.length], [1, 1]);
    assert.equal(sourcesContent[0], fs.readFileSync(path.join(root, "components", "pipeline.ts"), "utf8"));
  });

  it("has no side effect beside the provider's start", () => {
    const { sideEffects } = JSON.parse(read("package.json"));
    assert.deepEqual(sideEffects, ["./dist/provider/index.js"]);
    const left = execFileSync(process.execPath, ["-e", traces(folder)], { encoding: "utf8" });
    assert.deepEqual(JSON.parse(left), []);
  });

  it("gives the same names to import as to require", () => {
    const run = (...args: string[]) =>
      JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" })) as string[];
    const required = run("-p", `JSON.stringify(Object.keys(require("s3-to-redshift")))`);
    const imported = run(
      "--input-type=module",
      "-e",
      `import * as all from "s3-to-redshift"; console.log(JSON.stringify(Object.keys(all)))`,
    );
    const named = required.join(", ");
    const values = run(
      "--input-type=module",
      "-e",
      `import { ${named} } from "s3-to-redshift"; console.log(JSON.stringify([${named}].map((it) => typeof it)))`,
    );
    const own = Object.keys(library);
    assert.deepEqual(required.sort(), own.toSorted());
    const madeByNode = ["__esModule", "default", "module.exports"];
    assert.deepEqual(imported.filter((name) => !madeByNode.includes(name)).sort(), own.toSorted());
    assert.ok(!values.includes("undefined"));
  });

  it("has no other way in", () => {
    const inner = spawnSync(process.execPath, ["-e", `require("s3-to-redshift/dist/pipeline")`], { cwd: folder });
    assert.match(String(inner.stderr), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
    const manifest = spawnSync(process.execPath, ["-p", `require("s3-to-redshift/package.json").name`], {
      cwd: folder,
    });
    assert.equal(String(manifest.stdout).trim(), "s3-to-redshift");
  });

  it("pleases publint", () => {
    const { status, stdout } = spawnSync(process.execPath, [
      tool("publint", "src/cli.js"),
      "run",
      tarball(),
      "--strict",
    ]);
    assert.match(String(stdout), /All good!/);
    assert.equal(status, 0);
  });

  it("pleases are-the-types-wrong, in each way of resolving types", () => {
    const attw = tool("@arethetypeswrong/cli", "dist/index.js");
    const { stdout } = spawnSync(process.execPath, [attw, tarball(), "--format", "json"]);
    const { analysis, problems } = JSON.parse(String(stdout));
    const ways = Object.keys(analysis.entrypoints["."].resolutions);
    assert.deepEqual(ways, ["node10", "node16-cjs", "node16-esm", "bundler"]);
    assert.deepEqual(problems ?? {}, {});
    assert.deepEqual(analysis.problems, []);
  });
});

const tool = (name: string, file: string) => path.join(root, "node_modules", name, file);

/** Tells what the library leaves behind when it is loaded, beside what its peers do: globals, listeners, variables. */
const traces = (folder: string) => `
  for (const it of ["@pulumi/pulumi", "@pulumi/aws/s3", "zod"]) require(require.resolve(it, { paths: ["${folder}"] }));
  const left = () => [...Object.getOwnPropertyNames(globalThis), ...process.eventNames(), ...Object.keys(process.env)];
  const before = left();
  require("${folder}");
  console.log(JSON.stringify(left().filter((it) => !before.includes(it))));
`;
