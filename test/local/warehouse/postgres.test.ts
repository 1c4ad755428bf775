import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { startWarehouse } from "../../../local/warehouse";
import { createDatabase } from "../../../local/warehouse/database/databases";

describe("The warehouse's PostgreSQL", function () {
  this.timeout(60_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "postgres-"));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const refused = async (url: string) => {
    const client = new Client(url);
    client.on("error", () => undefined); // the server may end while this one is connected
    try {
      await client.connect();
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  it("starts, asks for a password, keeps fsync on, and ends", async () => {
    const warehouse = await startWarehouse({ folder });
    const [{ fsync }] = (
      await warehouse.administer(undefined, (client) => client.query<{ fsync: string }>("SHOW fsync"))
    ).rows;
    assert.equal(fsync, "on");
    const { host, port } = warehouse;
    assert.equal(host, "127.0.0.1");
    const stranger = new Client({ host, port, user: "postgres", password: "guess", database: "postgres" });
    await assert.rejects(stranger.connect(), /password authentication failed/);
    const names = { name: "old", dbName: "dev", adminUsername: "admin" };
    await createDatabase(warehouse, names, "Old12345");
    const given = await startWarehouse({ folder, url: warehouse.url });
    const created = await createDatabase(given, names, "Old12345");
    const { rolePrefix, ...own } = created;
    assert.deepEqual(own, { database: "dev", adminRole: "admin" }, "what an earlier one left is gone");
    assert.match(rolePrefix, /^role:\d+:$/);
    assert.equal(given.port, port);
    await given.close();
    assert.equal(await refused(warehouse.url), false, "a given server is not ours to end");
    await warehouse.close();
    assert.equal(await refused(warehouse.url), true);
  });

  it("starts below a folder that only its owner may enter", async () => {
    const closed = fs.mkdtempSync(path.join(os.tmpdir(), "closed-")); // mode 0700
    const inner = path.join(closed, "aws");
    const warehouse = await startWarehouse({ folder: inner });
    try {
      await warehouse.administer(undefined, (client) => client.query("SELECT 1"));
      assert.equal(fs.statSync(closed).mode & 0o777, 0o700);
    } finally {
      await warehouse.close();
      fs.rmSync(closed, { recursive: true });
    }
  });

  it("does not outlive its owner", async () => {
    const script = `require("tsx/cjs"); require(${JSON.stringify(path.resolve(__dirname, "../../../local/warehouse"))})
      .startWarehouse({ folder: ${JSON.stringify(folder)} }).then((warehouse) => console.log(warehouse.url)); setInterval(() => undefined, 1000);`;
    const owner = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const [output] = (await once(owner.stdout, "data")) as [Buffer];
    const url = output.toString().trim();
    assert.equal(await refused(url), false);
    owner.kill("SIGKILL");
    const deadline = Date.now() + 10_000;
    while (!(await refused(url))) {
      assert.ok(Date.now() < deadline, "PostgreSQL is still there");
      await delay(50);
    }
  });

  it("says what is wrong with a given server", async () => {
    await assert.rejects(startWarehouse({ folder, url: "postgresql://u:secret@127.0.0.1:1/db" }), (error: Error) => {
      assert.match(error.message, /cannot connect to the PostgreSQL server 127\.0\.0\.1:1\/db/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
});
