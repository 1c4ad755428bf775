import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

const lockModule = pathToFileURL(path.join(__dirname, "../../scripts/setup/lock.mjs")).href;

describe("the set-up's lock", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "lock-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const file = () => path.join(folder, "setup.lock");

  /** A process that notes its entry and its leaving, or does `work` inside. */
  function contender(work: string) {
    const script = `
      import * as fs from "node:fs";
      import { setTimeout as delay } from "node:timers/promises";
      import { withLock } from ${JSON.stringify(lockModule)};
      const note = (text) => fs.appendFileSync(${JSON.stringify(path.join(folder, "notes"))}, text);
      await withLock(${JSON.stringify(file())}, async () => { ${work} });`;
    return spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
  }

  it("lets one in after the other", async () => {
    const all = [1, 2, 3].map(() => contender(`note("("); await delay(150); note(")");`));
    const codes = await Promise.all(all.map((child) => once(child, "exit").then(([code]) => code)));
    assert.deepEqual(codes, [0, 0, 0]);
    assert.equal(fs.readFileSync(path.join(folder, "notes"), "utf8"), "()()()");
    assert.deepEqual(fs.readdirSync(folder), ["notes"]);
  });

  it("is taken over from an owner that was killed", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    fs.writeFileSync(file(), String(pid));
    const [code] = await once(contender(`note("in");`), "exit");
    assert.equal(code, 0);
    assert.equal(fs.readFileSync(path.join(folder, "notes"), "utf8"), "in");
  });

  it("is given back when the work fails", async () => {
    const [code] = await once(contender("process.exit(7);"), "exit");
    assert.equal(code, 7);
    assert.equal(fs.existsSync(file()), false);
  });
});
