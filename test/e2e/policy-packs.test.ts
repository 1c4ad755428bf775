import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { buildPacks } from "../../scripts/policy/build";
import { root } from "../../scripts/setup/paths";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { copyProgram } from "../support/program-copy";

const PACKS = ["iam-least-privilege", "data-protection", "reliability-and-cost"];

/** What the packs must say of the tutorial: rule, and the finding's first line. */
const TUTORIAL = path.join(__dirname, "..", "policy", "tutorial", "findings.txt");

interface PolicyEvent {
  policyName: string;
  policyPackName: string;
  enforcementLevel: string;
  message: string;
}

/** The packs as they are published, in a real `pulumi preview` against the local AWS. */
describe("policy packs with the Pulumi CLI", function () {
  this.timeout(600_000);
  let local: LocalFolder;
  let env: NodeJS.ProcessEnv;
  let packs: string;
  let program: string;

  before(async () => {
    local = makeLocalFolder();
    // Below the root, where Node finds what the packs depend on.
    packs = fs.mkdtempSync(path.join(root, ".local", "packs-"));
    buildPacks(packs);
    program = copyProgram(local.folder);
    local.command("local", "up");
    env = { ...(await local.environment()), PULUMI_DEBUG_COMMANDS: "true" };
  });
  after(() => {
    fs.rmSync(packs, { recursive: true, force: true });
    local.remove();
  });

  function preview(program: string, stack: string, ...flags: string[]) {
    const log = path.join(local.folder, "events.jsonl");
    const chosen = PACKS.flatMap((pack) => ["--policy-pack", path.join(packs, "packs", pack)]);
    const pulumi = (...args: string[]) =>
      spawnSync("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd: program, env, encoding: "utf8" });
    pulumi("stack", "select", "--create", stack);
    const { status, stdout, stderr } = pulumi("preview", "--stack", stack, "--event-log", log, ...chosen, ...flags);
    const events = fs.readFileSync(log, "utf8").trim().split("\n");
    const policyEvents = events.flatMap(
      (line) => (JSON.parse(line) as { policyEvent?: PolicyEvent }).policyEvent ?? [],
    );
    return { status, text: `${stdout}${stderr}`, policyEvents };
  }

  it("find every fault of the usual tutorial, and nothing else", () => {
    const { status, text, policyEvents } = preview(path.dirname(TUTORIAL), "test");
    const found = policyEvents.map(
      ({ enforcementLevel, policyPackName, policyName, message }) =>
        `${enforcementLevel} ${policyPackName} ${policyName}: ${finding(message)}`,
    );
    assert.deepEqual(found.sort(), fs.readFileSync(TUTORIAL, "utf8").trim().split("\n"));
    assert.notEqual(status, 0, "the preview ended well");
    assert.doesNotMatch(text, /Tutorial1!/, "the password is in the output");
  });

  for (const stack of ["local", "dev", "prod"]) {
    it(`find nothing in the project's own stack ${stack} beyond the exceptions that it lists`, () => {
      const configs = PACKS.flatMap((pack) => ["--policy-pack-config", configOf(pack, stack)]);
      const { status, text, policyEvents } = preview(program, stack, ...configs);
      assert.deepEqual(
        policyEvents.map(({ policyName, message }) => `${policyName}: ${finding(message)}`),
        [],
      );
      assert.equal(status, 0, text);
    });
  }
});

/** Where a stack has none of its own, that of all. */
function configOf(pack: string, stack: string): string {
  const [own, shared] = [`${pack}.${stack}.json`, `${pack}.json`].map((name) =>
    path.join(root, "stacks", "policies", name),
  );
  return fs.existsSync(own) ? own : shared;
}

/** The finding itself, without title, reason and remedy. */
function finding(message: string): string {
  const [title, what] = message.split("\n");
  return /^can't run policy .* during preview: (.*)$/.exec(title)?.[1] ?? what;
}
