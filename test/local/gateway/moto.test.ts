import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startMoto } from "../../../local/moto";
import { eventually, PYTHON } from "../../support/local-aws";

describe("moto", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "moto-"));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("ends with the process that started it, even when that one is killed", async () => {
    const code = `require(${JSON.stringify(require.resolve("../../../local/moto"))})
      .startMoto(${JSON.stringify({ python: PYTHON, folder })}).then((moto) => console.log(moto.url))`;
    const owner = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [url] = (await once(owner.stdout, "data")).map((chunk) => String(chunk).trim());
    assert.equal((await fetch(`${url}/moto-api/`)).status, 200);
    owner.kill("SIGKILL");
    await eventually("its end", async () => ((await answers(url)) ? undefined : true));
  });

  it("tells where its log is when it cannot start", async () => {
    await assert.rejects(
      startMoto({ python: process.execPath, folder }),
      /moto_server ended with code \d+: see .*moto\.log/,
    );
  });

  async function answers(url: string): Promise<boolean> {
    try {
      await fetch(url);
      return true;
    } catch {
      return false;
    }
  }
});
