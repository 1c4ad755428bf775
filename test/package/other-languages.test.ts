import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { readmeProgram } from "./installed";
import { parse } from "yaml";
import { root } from "../../scripts/setup/paths";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { type StrangersProject, strangersProject } from "./stranger-on-aws";

const PROVIDER = "node_modules/s3-to-redshift/dist/provider";

/** An SDK in any language registers remote components; so do these programs, in the one language that is here. */
describe("a program in another language, with the package's provider", function () {
  this.timeout(280_000);
  let local: LocalFolder;
  let project: StrangersProject;

  before(async () => {
    local = makeLocalFolder();
    const runtime = { name: "nodejs", options: { typescript: false } };
    const plugins = { providers: [{ name: "s3-to-redshift", path: `../${PROVIDER}` }] };
    project = await strangersProject(local, "other", { runtime, main: "index.js", plugins });
  });
  after(() => local.remove());

  const write = (program: string) => project.stranger.write("other/index.js", program);

  it("gets the schema that the package was built with, and that the CLI takes", () => {
    const { pulumi, stranger } = project;
    const { resources, types } = JSON.parse(pulumi("package", "get-schema", `../${PROVIDER}`));
    const built = JSON.parse(fs.readFileSync(path.join(stranger.folder, PROVIDER, "schema.json"), "utf8"));
    assert.deepEqual(Object.keys(resources).sort(), Object.keys(built.resources).sort());
    assert.deepEqual(Object.keys(types).sort(), Object.keys(built.types).sort());
  });

  it("plans the same pipeline, written as docs/compatibility.md has it, as the program of the README", () => {
    write(inThisLanguage(readmeProgram));
    const expected = project.planned();
    assert.ok(expected.length > 20);
    const [, text] = /```yaml\n(.*?)```/s.exec(fs.readFileSync(path.join(root, "docs/compatibility.md"), "utf8"))!;
    const { sales } = (parse(text) as { resources: Record<string, { type: string; properties: object }> }).resources;
    assert.equal(sales.type, "s3-to-redshift:S3ToRedshiftPipeline");
    write(remote("S3ToRedshiftPipeline", "sales", JSON.stringify(sales.properties)));
    assert.deepEqual(project.planned(), expected);
  });

  it("is told which argument is wrong", () => {
    const load = 'datasets: [{ name: "orders", path: "orders/", format: "csv", load: { mode: "upset" } }]';
    write(remote("S3ToRedshiftPipeline", "sales", `{ source: { prefix: "sales/" }, ${load} }`));
    assert.throws(() => project.planned(), /datasets\[0\]\.load\.mode/);
  });

  it("is told when there is no such component", () => {
    write(remote("LoadJob", "job", "{}"));
    assert.throws(() => project.planned(), /there is no component s3-to-redshift:index:LoadJob; known are /);
  });

  it("deploys a component, has its outputs, and destroys it", () => {
    const { pulumi, resources } = project;
    write(remote("DataBucket", "raw", '{ bucketName: "stranger-raw", forceDestroy: true }'));
    pulumi("up", "--yes", "--skip-preview");
    assert.equal(pulumi("stack", "output", "bucketName").trim(), "stranger-raw");
    pulumi("preview", "--expect-no-changes");
    pulumi("destroy", "--yes", "--skip-preview");
    assert.deepEqual(resources(), []);
  });
});

/** The program in JavaScript, as CommonJS. */
const inThisLanguage = (program: string) =>
  program
    .replace(/^import (.*) from (.*);/m, "const $1 = require($2);")
    .replace(/^export const (\w+) =/m, "exports.$1 =");

/** A program with a remote component, whose output `bucketName` it exports where there is one. */
const remote = (component: string, name: string, args: string) => `
const pulumi = require("@pulumi/pulumi");
const args = ${args};
const type = "s3-to-redshift:index:${component}";
const made = new pulumi.ComponentResource(type, "${name}", { ...args, bucketName: args.bucketName }, {}, true);
exports.bucketName = made.bucketName;
`;
