import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { DeleteNamespaceCommand, DeleteWorkgroupCommand } from "@aws-sdk/client-redshift-serverless";
import { strict as assert } from "node:assert";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

const named = (kind: string) => unique(kind).replace("-", "_");

describe("Roles of the local Redshift", function () {
  let redshift: LocalRedshift;
  let analyst: RedshiftDataClient;
  const analystRole = unique("Analyst");
  const user = `"IAMR:${analystRole}"`;
  const table = named("orders");

  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
    analyst = await redshift.dataAs(await redshift.role(analystRole, "glue.amazonaws.com"));
    await done(`CREATE USER ${user} PASSWORD DISABLE`, `CREATE TABLE ${table} (n INTEGER)`);
  });

  const errorOf = async (sql: string) => (await redshift.execute(sql)).Error ?? "it ran";
  const done = async (...sqls: string[]) => {
    for (const sql of sqls) assert.equal(await errorOf(sql), "it ran", sql);
  };
  const asAnalyst = async (sql: string) =>
    (await redshift.ended((await redshift.submitAs(analyst, sql)).Id!, analyst)).Error ?? "it ran";
  const reads = async () => (await asAnalyst(`SELECT n FROM ${table}`)) === "it ran";
  const made = async (kind = "role") => {
    const name = named(kind);
    await done(`CREATE ROLE ${name}`);
    return name;
  };
  /** Runs what the other does in a namespace of its own, which is then deleted. */
  const elsewhere = async (work: () => Promise<void>) => {
    const here = redshift.workgroup;
    redshift.workgroup = await redshift.makeWorkgroup();
    try {
      await work();
    } finally {
      const { workgroupName, namespaceName } = redshift.workgroup;
      redshift.workgroup = here;
      await redshift.serverless.send(new DeleteWorkgroupCommand({ workgroupName }));
      await redshift.serverless.send(new DeleteNamespaceCommand({ namespaceName }));
    }
  };

  it("give what they have to users, by other roles too, until it is revoked", async () => {
    const [inner, outer] = [await made(), await made()];
    await done(`GRANT SELECT ON ${table} TO ROLE ${inner}`, `GRANT ROLE ${outer} TO ${user}`);
    assert.equal(await reads(), false);
    await done(`GRANT ROLE ${inner} TO ROLE ${outer}`);
    assert.equal(await reads(), true);
    await done(`REVOKE ROLE ${inner} FROM ROLE ${outer}`);
    assert.equal(await reads(), false);
    await done(`GRANT ROLE ${inner}, ROLE ${outer} TO ${user}`);
    assert.equal(await reads(), true);
    await done(`REVOKE SELECT ON ${table} FROM ROLE ${inner} RESTRICT`);
    assert.equal(await reads(), false);
    assert.match(await errorOf(`GRANT ROLE ${outer} TO ROLE ${outer}`), /is a member of role/);
  });

  it("give tables that are made later, by default privileges", async () => {
    const role = await made();
    const [owner, schema] = [`"IAMR:${unique("Owner")}"`, named("later")];
    await done(
      `CREATE USER ${owner} PASSWORD DISABLE`,
      `CREATE SCHEMA ${schema} AUTHORIZATION ${owner}`,
      `ALTER DEFAULT PRIVILEGES FOR USER ${owner} IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ROLE ${role}, ${user}`,
    );
    const acl = `SELECT array_to_string(defaclacl, ' ') FROM pg_default_acl JOIN pg_namespace n ON n.oid = defaclnamespace WHERE nspname = '${schema}'`;
    const [[granted]] = await redshift.rows(acl);
    assert.match(String(granted), new RegExp(`${role}"=r/`));
    assert.match(String(granted), new RegExp(`${analystRole}"=r/`));
    await done(
      `ALTER DEFAULT PRIVILEGES FOR USER ${owner} IN SCHEMA ${schema} REVOKE SELECT ON TABLES FROM ROLE ${role}`,
    );
    assert.doesNotMatch(String((await redshift.rows(acl))[0][0]), new RegExp(role));
  });

  it("are neither users nor groups, which may have their names, but for users", async () => {
    const role = await made("analysts");
    const shown = () =>
      redshift.rows(`SELECT (SELECT count(*) FROM pg_group WHERE groname LIKE '%${role}'),
        (SELECT count(*) FROM pg_user WHERE usename LIKE '%${role}'), (SELECT count(*) FROM svv_roles WHERE role_name = '${role}')`);
    assert.deepEqual(await shown(), [[0, 0, 1]]);
    assert.match(await errorOf(`GRANT SELECT ON ${table} TO ${role}`), /"\w+" does not exist/);
    await done(`CREATE GROUP ${role}`, `GRANT SELECT ON ${table} TO GROUP ${role}`, `GRANT ROLE ${role} TO ${user}`);
    assert.deepEqual(await shown(), [[1, 0, 1]]);
    assert.equal(await reads(), false);
    assert.equal(await errorOf(`GRANT ROLE ${role} TO ${role}`), `ERROR: user "${role}" does not exist`);
    await done(`DROP ROLE ${role} FORCE`);
    assert.deepEqual(await shown(), [[1, 0, 0]]);
    const other = await made();
    assert.equal(await errorOf(`CREATE USER ${other} PASSWORD DISABLE`), `ERROR: role "${other}" already exists`);
    assert.equal(
      await errorOf(`CREATE ROLE ${user}`),
      `ERROR: invalid character ":" in role name "IAMR:${analystRole}"`,
    );
    const clerk = named("clerk");
    await done(`CREATE USER ${clerk} PASSWORD DISABLE`);
    assert.equal(await errorOf(`CREATE ROLE ${clerk}`), `ERROR: user "${clerk}" already exists`);
    assert.equal(await errorOf(`CREATE ROLE ${other}`), `ERROR: role "${other}" already exists`);
  });

  it("stay while they are granted or have something, unless forced", async () => {
    const [role, holder, owner] = [await made(), await made(), await made()];
    const granted = "ERROR: cannot drop this role since it has been granted on a user";
    const depends = "ERROR: cannot drop this role since it depends on another role";
    await done(`GRANT ROLE ${role} TO ${user}`, `GRANT ROLE ${role} TO ROLE ${holder}`);
    assert.equal(await errorOf(`DROP ROLE ${role}`), granted);
    await done(`REVOKE ROLE ${role} FROM ${user}`);
    assert.equal(await errorOf(`DROP ROLE ${role} RESTRICT`), depends);
    assert.equal(await errorOf(`DROP ROLE ${holder}`), depends);
    await done(`DROP ROLE ${holder} FORCE`, `DROP ROLE ${role}`, `GRANT SELECT ON ${table} TO ROLE ${owner}`);
    const privileged = `ERROR: role "${owner}" cannot be dropped because the role has a privilege on some object`;
    assert.equal(await errorOf(`DROP ROLE ${owner}`), privileged);
    assert.equal(await errorOf(`DROP ROLE ${owner} FORCE`), privileged);
    await done(`REVOKE SELECT ON ${table} FROM ROLE ${owner}`, `DROP ROLE ${owner}`);
    assert.equal(await errorOf(`DROP ROLE ${owner}`), `ERROR: role "${owner}" does not exist`);
  });

  it("are made, dropped and granted by the admin, and granted by who may pass them on", async () => {
    const [role, other] = [await made(), await made()];
    await done(`GRANT ROLE ${role} TO ${user}`, `GRANT SELECT ON ${table} TO ROLE ${role}`);
    for (const sql of [
      "CREATE ROLE mine",
      `DROP ROLE ${other}`,
      `GRANT ROLE ${other} TO ${user}`,
      `GRANT ROLE ${role} TO ROLE ${other}`,
    ])
      assert.match(await asAnalyst(sql), /^ERROR: permission denied to (create|drop|grant) role/, sql);
    const friend = named("friend");
    await done(
      `CREATE USER ${friend} PASSWORD DISABLE`,
      `GRANT ROLE ${role} TO ${friend}, ${user} WITH ADMIN OPTION, ROLE ${other}`,
    );
    assert.equal(await asAnalyst(`GRANT ROLE ${role} TO ROLE ${other}`), "it ran");
    assert.deepEqual(
      await redshift.rows(`SELECT user_name, admin_option FROM svv_user_grants WHERE role_name = '${role}' ORDER BY 1`),
      [
        [`IAMR:${analystRole}`, true],
        [friend, false],
      ],
    );
    const third = await made();
    await done(
      `GRANT ROLE ${third} TO ${user} WITH ADMIN OPTION`,
      `REVOKE ADMIN OPTION FOR ROLE ${third} FROM ${user}`,
    );
    assert.match(await asAnalyst(`GRANT ROLE ${third} TO ${friend}`), /^ERROR: permission denied to grant role "role_/);
  });

  it("are shown with who has them, to a user only the own", async () => {
    const [role, holder] = [await made(), await made()];
    await done(`GRANT ROLE ${role} TO ${user}`, `GRANT ROLE ${role} TO ROLE ${holder}`);
    const view = async (name: string, where: string) => {
      const { columns, records } = await redshift.result(`SELECT * FROM ${name} WHERE ${where}`);
      return columns.map(({ name }, i) => [name, records[0][i].longValue === undefined ? records[0][i] : "a number"]);
    };
    const text = (stringValue: string) => ({ stringValue });
    assert.deepEqual(await view("svv_roles", `role_name = '${role}'`), [
      ...[["role_id", "a number"] as unknown, ["role_name", text(role)], ["role_owner", text("admin")]],
      ["external_id", { isNull: true }],
    ]);
    assert.deepEqual(await view("svv_user_grants", `role_name = '${role}'`), [
      ...[["user_id", "a number"] as unknown, ["user_name", text(`IAMR:${analystRole}`)], ["role_id", "a number"]],
      ...[["role_name", text(role)] as unknown, ["admin_option", { booleanValue: false }]],
    ]);
    assert.deepEqual(await view("svv_role_grants", `granted_role_name = '${role}'`), [
      ...[["role_id", "a number"] as unknown, ["role_name", text(holder)], ["granted_role_id", "a number"]],
      ["granted_role_name", text(role)],
    ]);
    const { Id } = await redshift.submitAs(
      analyst,
      `SELECT (SELECT count(*) FROM svv_roles WHERE role_name IN ('${role}', '${holder}')),
        (SELECT count(*) FROM svv_role_grants WHERE role_name = '${holder}'), (SELECT count(*) FROM svv_user_grants WHERE user_name <> current_user),
        (SELECT count(*) FROM svv_user_grants WHERE role_name = '${role}')`,
    );
    await redshift.ended(Id!, analyst);
    assert.deepEqual(await redshift.pages(Id!, analyst), [[2, 0, 0, 1]]);
  });

  it("belong to one namespace, and go with it", async () => {
    const role = await made();
    await done(`GRANT SELECT ON ${table} TO ROLE ${role}`, `GRANT ROLE ${role} TO ${user}`);
    const owners = async () => {
      const { rows } = await redshift.warehouse.administer(undefined, (client) =>
        client.query("SELECT FROM pg_roles WHERE rolname LIKE $1", [`%${role}`]),
      );
      return rows.length;
    };
    await elsewhere(async () => {
      const shown = `SELECT count(*) FROM svv_roles WHERE role_name = '${role}'`;
      assert.deepEqual(await redshift.rows(shown), [[0]]);
      await done(
        `CREATE ROLE ${role}`,
        `GRANT CREATE ON DATABASE dev TO ROLE ${role}`,
        `GRANT ROLE ${role} TO ${user}`,
      );
      assert.deepEqual(await redshift.rows(shown), [[1]]);
      assert.equal(await asAnalyst("CREATE SCHEMA by_role"), "it ran");
      assert.equal(await owners(), 2);
    });
    assert.equal(await owners(), 1);
    assert.equal(await reads(), true);
    assert.match(await asAnalyst("CREATE SCHEMA by_role"), /permission denied/);
  });

  it("are made and granted in procedures, also by a literal that EXECUTE runs", async () => {
    const [role, other] = [named("role"), named("role")];
    const procedure = (name: string, body: string) =>
      `CREATE OR REPLACE PROCEDURE ${name}() AS $$ ${body} $$ LANGUAGE plpgsql`;
    const name = named("admit");
    await done(
      procedure(
        name,
        `DECLARE n INTEGER; BEGIN
           IF NOT EXISTS (SELECT 1 FROM svv_roles WHERE role_name = '${role}') THEN CREATE ROLE ${role}; ELSE DROP ROLE "${role}" FORCE; END IF;
           EXECUTE 'CREATE ROLE ${other}';
           EXECUTE 'GRANT SELECT ON ${table} TO ROLE ${role}, ROLE ${other}';
           FOR n IN 1..2 LOOP GRANT ROLE ${role} TO ROLE ${other}; END LOOP; -- twice
           GRANT ROLE ${other} TO ${user}
           ; END;`,
      ),
      `CALL ${name}()`,
    );
    assert.equal(await reads(), true);
    const undo = named("undo");
    await done(
      procedure(undo, `BEGIN DROP ROLE ${other}; END;`),
      `REVOKE SELECT ON ${table} FROM ROLE ${other}, ROLE ${role}`,
    );
    assert.match(await errorOf(`CALL ${undo}()`), /^ERROR: cannot drop this role since it has been granted on a user/);
    assert.match(
      await errorOf(procedure(undo, `BEGIN EXECUTE 'GRANT ROLE ' || quote_ident('x') || ' TO y'; END;`)),
      /not emulated by the local Redshift: SQL about roles that a procedure puts together/,
    );
  });
});
