import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { buildPacks } from "../../scripts/policy/build";
import { PACKS, policyFlags } from "../../scripts/policy/packs";
import { root } from "../../scripts/setup/paths";
import { policyEvents, summary } from "../policy/support/events";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { copyProgram } from "../support/program-copy";

/** What the packs must say of the tutorial: rule, and the finding's first line. */
const TUTORIAL = path.join(__dirname, "..", "policy", "tutorial", "findings.txt");

/** Resource policies that name accounts, and a secret document. */
const ACCOUNTS = path.join(__dirname, "..", "policy", "accounts");

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

  const allPacks = () => PACKS.flatMap((pack) => ["--policy-pack", path.join(packs, "packs", pack)]);
  const pulumi = (program: string, ...args: string[]) =>
    spawnSync("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd: program, env, encoding: "utf8" });

  function preview(program: string, stack: string, flags = allPacks()) {
    const log = path.join(local.folder, "events.jsonl");
    pulumi(program, "stack", "select", "--create", stack);
    const args = ["preview", "--stack", stack, "--event-log", log, ...flags];
    const { status, stdout, stderr } = pulumi(program, ...args);
    return { status, text: `${stdout}${stderr}`, found: policyEvents(log).map(summary).sort() };
  }

  it("find every fault of the usual tutorial, and nothing else", () => {
    const { status, text, found } = preview(path.dirname(TUTORIAL), "test");
    assert.deepEqual(found, fs.readFileSync(TUTORIAL, "utf8").trim().split("\n"));
    assert.notEqual(status, 0, "the preview ended well");
    assert.doesNotMatch(text, /Tutorial1!/, "the password is in the output");
  });

  describe("of a program that names accounts", () => {
    let told: ReturnType<typeof preview>;
    before(() => (told = preview(ACCOUNTS, "told")));

    const key = "key: policy, statement Own: lets arn:aws:iam::123456789012:root in without a condition";
    const partner = "partner: policy, statement Partner: lets arn:aws:iam::444455556666:root in without a condition";
    const untold =
      "which account the stack is in is not known: list those of your own in ownAccounts, or in allowedAccountIds of the provider";
    const ofTrust = ({ found }: typeof told) =>
      found.flatMap((it) => /^(\w+) iam-least-privilege no-open-trust: (.*)$/.exec(it)?.slice(1).join(" ") ?? []);

    it("find another's where the provider tells which is one's own", () => {
      assert.deepEqual(ofTrust(told), [`mandatory ${partner}`]);
    });

    it("say that they cannot tell where nothing does, until a role is made", () => {
      assert.deepEqual(ofTrust(preview(ACCOUNTS, "untold")), [`advisory unverifiable: ${key}; ${partner}; ${untold}`]);
      const { status, stdout, stderr } = pulumi(ACCOUNTS, "up", "--yes", "--skip-preview", "--stack", "untold");
      assert.equal(status, 0, `${stdout}${stderr}`);
      assert.deepEqual(ofTrust(preview(ACCOUNTS, "untold")), [`mandatory ${partner}`]);
    });

    it("find what is wrong with a secret document, and do not show it", () => {
      const what = "hidden: policy: a secret document, whose statements are not shown";
      assert.deepEqual(
        told.found.filter((it) => it.includes(" hidden: ")),
        ["no-service-wide-actions", "no-wildcard-resources"].map(
          (rule) => `mandatory iam-least-privilege ${rule}: ${what}`,
        ),
      );
      assert.doesNotMatch(told.text, /HiddenSid|sns:/);
    });
  });

  for (const stack of ["local", "dev", "prod"]) {
    it(`find nothing in the project's own stack ${stack} beyond the exceptions that it lists`, () => {
      if (stack === "prod") withoutVpc(program);
      const { status, text, found } = preview(program, stack, policyFlags(stack, packs));
      assert.deepEqual(found, []);
      assert.equal(status, 0, text);
    });
  }
});

/** awsx is a plugin of its own, which is on no package registry; what a network is made of has tests beside its components. */
function withoutVpc(program: string): void {
  const file = path.join(program, "Pulumi.prod.yaml");
  const document = parseDocument(fs.readFileSync(file, "utf8"));
  document.deleteIn(["config", "s3-to-redshift:pipeline", "vpc"]);
  fs.writeFileSync(file, document.toString());
}
