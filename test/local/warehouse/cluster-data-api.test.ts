import {
  BatchExecuteStatementCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  ListDatabasesCommand,
  ListStatementsCommand,
  ListTablesCommand,
} from "@aws-sdk/client-redshift-data";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { strict as assert } from "node:assert";
import { Client } from "pg";
import { fieldOf, type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("The Data API on a cluster", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  let ClusterIdentifier: string;
  let asAdmin: { ClusterIdentifier: string; Database: string; SecretArn: string };
  before(async () => {
    redshift = await localRedshift();
    ({ ClusterIdentifier, asAdmin } = await redshift.makeCluster());
  });
  after(() => redshift.deleteCluster(ClusterIdentifier));

  const run = (Sql: string) => redshift.executeOn(asAdmin, Sql);
  const copy = (table: string, uri: string, role: string) =>
    run(`COPY ${table} FROM '${uri}' IAM_ROLE ${role} FORMAT AS CSV`);

  it("runs statements and batches as the admin of the secret", async () => {
    const Sqls = ["CREATE TABLE t (n INTEGER, name VARCHAR(4))", "INSERT INTO t VALUES (1, 'a')"];
    const answer = await redshift.data.send(new BatchExecuteStatementCommand({ ...asAdmin, Sqls }));
    assert.equal(answer.ClusterIdentifier, ClusterIdentifier);
    const ended = await redshift.ended(answer.Id!);
    assert.deepEqual([ended.Status, ended.Error, ended.ClusterIdentifier], ["FINISHED", undefined, ClusterIdentifier]);
    const user = await run("SELECT current_user, current_database()");
    assert.equal(user.WorkgroupName, undefined);
    assert.equal((await run("SELECT n FROM t")).ResultRows, 1);
    assert.match(
      (await run("INSERT INTO t VALUES (2, 'äöü')")).Error!,
      /value too long for type character varying\(4\)/,
    );
  });

  it("lists databases, tables, columns and statements", async () => {
    const { data } = redshift;
    assert.deepEqual((await data.send(new ListDatabasesCommand(asAdmin))).Databases, ["dev"]);
    const { Tables } = await data.send(new ListTablesCommand({ ...asAdmin, SchemaPattern: "public" }));
    assert.deepEqual(Tables, [{ name: "t", schema: "public", type: "TABLE" }]);
    const { ColumnList } = await data.send(new DescribeTableCommand({ ...asAdmin, Schema: "public", Table: "t" }));
    assert.deepEqual(
      ColumnList!.map(({ name }) => name),
      ["n", "name"],
    );
    const of = async (filter: object) => (await data.send(new ListStatementsCommand(filter))).Statements!.length;
    assert.ok((await of({ ClusterIdentifier })) > 0);
    assert.equal(await of({ ClusterIdentifier: "none" }), 0);
    assert.equal(await of({ WorkgroupName: ClusterIdentifier }), 0);
  });

  it("runs them as the caller's own user without a secret", async () => {
    const role = unique("Loader");
    const data = await redshift.dataAs(await redshift.role(role, "glue.amazonaws.com"));
    const own = { ClusterIdentifier, Database: "dev" };
    const { Status, DbUser } = await redshift.executeOn(own, "SELECT 1", data);
    assert.deepEqual([Status, DbUser], ["FINISHED", `IAMR:${role}`]);
    assert.match((await redshift.executeOn(own, "SELECT * FROM t", data)).Error!, /permission denied for relation t/);
    await run(`GRANT SELECT ON t TO "IAMR:${role}"`);
    assert.equal((await redshift.executeOn(own, "SELECT * FROM t", data)).Status, "FINISHED");
  });

  it("refuses what it cannot do, and what is not there", async () => {
    const send = (input: object) =>
      redshift.data.send(new ExecuteStatementCommand({ Database: "dev", Sql: "SELECT 1", ...input }));
    const { WorkgroupName } = redshift.asAdmin;
    await assert.rejects(send({ ClusterIdentifier, DbUser: "boss" }), /DbUser: GetClusterCredentials is not emulated/);
    await assert.rejects(send({ ClusterIdentifier: "none" }), /Redshift endpoint doesn't exist in this region/);
    await assert.rejects(send({ ClusterIdentifier, WorkgroupName }), /Exactly one of/);
    assert.match((await run("SELECT 1")).Status!, /FINISHED/);
    const other = await redshift.executeOn({ ...asAdmin, Database: "other" }, "SELECT 1");
    assert.match(other.Error!, /database "other" does not exist/);
    const SecretString = JSON.stringify({ username: "boss", password: "x", dbClusterIdentifier: "another" });
    const Name = unique("secret");
    const { ARN: SecretArn } = await redshift.secrets.send(new CreateSecretCommand({ Name, SecretString }));
    await assert.rejects(send({ ClusterIdentifier, SecretArn }), /the secret is of the cluster another/);
  });

  it("copies with a role of the cluster, and tells what did not load", async () => {
    await run("CREATE TABLE c (n INTEGER)");
    const good = await redshift.put(unique("good"), "1\n2\n");
    assert.equal((await copy("c", good, `'${redshift.copyRole}'`)).ResultRows, 2);
    assert.match((await copy("c", good, "default")).Error!, /The default IAM role is not set/);
    const other = await redshift.role(unique("other"), "redshift.amazonaws.com");
    assert.match((await copy("c", good, `'${other}'`)).Error!, /is not associated to cluster/);
    const attached = { "AddIamRoles.IamRoleArn.1": other, DefaultIamRoleArn: other };
    await redshift.call("ModifyClusterIamRoles", { ClusterIdentifier, ...attached });
    assert.equal((await copy("c", good, "default")).ResultRows, 2);

    const bad = await redshift.put(unique("bad"), "1\nx\n");
    assert.match((await copy("c", bad, "default")).Error!, /Check 'sys_load_error_detail'|stl_load_errors/);
    const errors = await run(`SELECT line_number, column_name FROM sys_load_error_detail WHERE file_name = '${bad}'`);
    assert.equal(errors.ResultRows, 1, errors.Error);
    assert.equal((await run("SELECT * FROM svv_table_info WHERE \"table\" = 'c'")).ResultRows, 1);
    const other2 = await redshift.rows("SELECT count(*) FROM sys_load_error_detail WHERE file_name = '" + bad + "'");
    assert.deepEqual(other2, [[0]], "another home has none of them");
  });

  it("has no connections to a paused cluster, and the data again when it is resumed", async () => {
    const xml = await redshift.call("GetClusterCredentialsWithIAM", { ClusterIdentifier, DbName: "dev" });
    assert.match(fieldOf(xml, "DbUser")!, /^IAM:/);
    const place = await redshift.call("DescribeClusters", { ClusterIdentifier });
    const login = {
      ...{ host: fieldOf(place, "Address"), port: Number(fieldOf(place, "Port")), database: "dev" },
      ...{ user: fieldOf(xml, "DbUser"), password: fieldOf(xml, "DbPassword") },
    };
    const session = new Client(login);
    session.on("error", () => undefined);
    await session.connect();
    const { Id } = await redshift.data.send(new ExecuteStatementCommand({ ...asAdmin, Sql: "SELECT pg_sleep(60)" }));
    const running = () =>
      redshift.warehouse.administer(undefined, (client) =>
        client.query("SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'"),
      );
    while ((await running()).rowCount === 0);

    const answer = await redshift.call("PauseCluster", { ClusterIdentifier });
    assert.equal(fieldOf(answer, "ClusterStatus"), "pausing");
    const paused = await redshift.call("DescribeClusters", { ClusterIdentifier });
    assert.deepEqual(
      ["ClusterStatus", "ClusterAvailabilityStatus", "NodeRole"].map((name) => fieldOf(paused, name)),
      ["paused", "Unavailable", undefined],
    );
    assert.equal((await redshift.ended(Id!)).Status, "FAILED");
    await assert.rejects(session.query("SELECT 1"));
    await assert.rejects(new Client(login).connect());
    await assert.rejects(run("SELECT 1"), { name: "ValidationException", message: /is paused/ });
    for (const action of ["PauseCluster", "RebootCluster", "ModifyCluster"])
      await assert.rejects(redshift.call(action, { ClusterIdentifier }), { name: "InvalidClusterState" });

    await redshift.call("ResumeCluster", { ClusterIdentifier });
    await assert.rejects(redshift.call("ResumeCluster", { ClusterIdentifier }), { name: "InvalidClusterState" });
    assert.equal((await run("SELECT n FROM t")).ResultRows, 1);
    const again = new Client(login);
    await again.connect();
    await again.end();
  });

  it("finds nothing of a deleted cluster that was paused", async () => {
    const made = await redshift.makeCluster();
    await redshift.executeOn(made.asAdmin, "CREATE TABLE gone (n INTEGER)");
    await redshift.call("PauseCluster", { ClusterIdentifier: made.ClusterIdentifier });
    await redshift.deleteCluster(made.ClusterIdentifier);
    await assert.rejects(redshift.executeOn(made.asAdmin, "SELECT 1"), /endpoint doesn't exist/);
  });
});
