import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { copyProgram } from "../support/program-copy";

interface Step {
  op: string;
  type: string;
  name: string;
}

/** Plain `pulumi` in a shell with the local AWS's environment, on a copy of the program whose script the test may change. */
describe("the stack's life with the Pulumi CLI", function () {
  this.timeout(300_000);
  let local: LocalFolder;
  let program: string;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    env = await local.environment();
    program = copyProgram(local.folder);
    pulumi("stack", "select", "--create", "local");
  });
  after(() => local.remove());

  function pulumi(...args: string[]): string {
    try {
      return execFileSync("pulumi", [...args, "--non-interactive"], {
        cwd: program,
        env,
        encoding: "utf8",
        stdio: "pipe",
        // As JSON it shows each resource before and after.
        maxBuffer: 2 ** 26,
      });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    }
  }

  /** What a preview would do, other than leaving things as they are. */
  function changes(...args: string[]): Step[] {
    const { steps } = JSON.parse(pulumi("preview", "--json", "--stack", "local", ...args));
    return steps
      .filter(({ op }: { op: string }) => !["same", "refresh", "read"].includes(op))
      .map(({ op, urn }: { op: string; urn: string }) => {
        const [, , types, name] = urn.split("::");
        return { op, type: types.split("$").at(-1)!, name };
      });
  }

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
