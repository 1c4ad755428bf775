import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { copyProgram } from "../support/program-copy";
import { pulumiIn } from "../support/pulumi-program";

/** Plain `pulumi` in a shell with the local AWS's environment, on a copy of the program whose script the test may change. */
describe("the stack's life with the Pulumi CLI", function () {
  this.timeout(300_000);
  let local: LocalFolder;
  let program: string;
  let cli: ReturnType<typeof pulumiIn>;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    const env = await local.environment();
    program = copyProgram(local.folder);
    cli = pulumiIn(program, env);
    pulumi("stack", "select", "--create", "local");
  });
  after(() => local.remove());

  const pulumi = (...args: string[]) => cli.pulumi(...args);
  const changes = (...args: string[]) => cli.changes("--stack", "local", ...args);

  it("deploys", () => {
    pulumi("up", "--yes", "--skip-preview", "--stack", "local");
    assert.match(pulumi("stack", "output", "--json", "--stack", "local"), /"jobName"/);
  });

  it("has nothing to change afterwards", () => {
    assert.deepEqual(changes(), []);
  });

  it("has nothing to change after a refresh", () => {
    // The provider knows some empty lists only once it has read a resource.
    assert.doesNotMatch(pulumi("refresh", "--yes", "--stack", "local"), /[1-9]\d* (deleted|created)/);
    assert.doesNotMatch(pulumi("refresh", "--yes", "--stack", "local"), /[1-9]\d* (updated|deleted|created)/);
    assert.deepEqual(changes("--refresh"), []);
  });

  it("updates the jobs in place when their script changes, replacing nothing that stays", () => {
    fs.appendFileSync(path.join(program, "jobs", "load.py"), "\n# changed\n");
    const steps = changes();
    assert.deepEqual(
      steps
        .filter(({ type }) => type === "aws:glue/job:Job")
        .map(({ op, name }) => `${op} ${name}`)
        .sort(),
      ["update vega-load-job", "update vega-maintenance-job"],
    );
    // A component is updated where it is given something else; nothing of it is at AWS.
    const others = steps.filter(
      ({ type }) =>
        type.startsWith("aws:") && !["aws:glue/job:Job", "aws:s3/bucketObjectv2:BucketObjectv2"].includes(type),
    );
    assert.deepEqual(others, []);
    pulumi("up", "--yes", "--skip-preview", "--stack", "local");
    assert.deepEqual(changes(), []);
  });

  it("is gone after destroy", () => {
    pulumi("destroy", "--yes", "--stack", "local");
    const { deployment } = JSON.parse(pulumi("stack", "export", "--stack", "local"));
    assert.deepEqual(deployment.resources ?? [], []);
  });
});
