import { BatchExecuteStatementCommand, ExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("A restart of the warehouse", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  before(async function () {
    redshift = await localRedshift();
    if (process.env.LOCAL_WAREHOUSE_URL !== undefined) this.skip(); // Another's server is not ours to restart.
  });

  /** Resolves when a session runs SQL with the text. */
  async function running(text: string): Promise<void> {
    await redshift.warehouse.administer(undefined, async (client) => {
      for (;;) {
        const { rowCount } = await client.query(
          "SELECT FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%' || $1 || '%'",
          [text],
        );
        if (rowCount! > 0) return;
      }
    });
  }

  it("fails the batch under way with the connection's error, loses nothing that was committed, and lets later ones run", async () => {
    const name = unique("kept").replace("-", "_");
    await redshift.batch(`CREATE TABLE ${name} (n INTEGER)`, `INSERT INTO ${name} VALUES (1)`);
    const Sqls = [`INSERT INTO ${name} VALUES (2)`, `SELECT pg_sleep(60) /* ${name} */`];
    const { Id } = await redshift.data.send(new BatchExecuteStatementCommand({ ...redshift.asAdmin, Sqls }));
    await running(`sleep(60) /* ${name}`);
    await redshift.warehouse.restart();
    const { Status, Error: error, SubStatements } = await redshift.ended(Id!);
    assert.equal(Status, "FAILED");
    assert.match(error!, /^Query #2 failed with (ERROR|FATAL): .*(terminat|connection)/i);
    assert.deepEqual(
      SubStatements!.map((step) => step.Status),
      ["ABORTED", "FAILED"],
    );
    assert.deepEqual(await redshift.rows(`SELECT n FROM ${name}`), [[1]]);
  });

  it("fails a COPY under way", async () => {
    const name = unique("copied").replace("-", "_");
    await redshift.batch(`CREATE TABLE ${name} (n INTEGER, t VARCHAR(10))`);
    const uri = await redshift.put(unique("rows"), Array.from({ length: 500_000 }, (_, i) => `${i},text`).join("\n"));
    const Sql = `COPY ${name} FROM '${uri}' IAM_ROLE '${redshift.copyRole}' FORMAT AS CSV`;
    const { Id } = await redshift.data.send(new ExecuteStatementCommand({ ...redshift.asAdmin, Sql }));
    await running(`COPY "${name}"`);
    await redshift.warehouse.restart();
    const { Status, Error: error } = await redshift.ended(Id!);
    assert.equal(Status, "FAILED", error);
    assert.match(error!, /terminat|connection|ECONNRESET|EPIPE/i);
    assert.deepEqual(await redshift.rows(`SELECT count(*) FROM ${name}`), [[0]]);
  });
});
