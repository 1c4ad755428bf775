import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { Client } from "pg";
import { root } from "../../scripts/setup/paths";
import { previousLibrary } from "../../scripts/testing/previous-library";
import { changelog } from "../support/changelog";
import { runCommand } from "../support/command";
import { libraryAt, libraryOfToday, use, writeProject } from "../support/library";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";

/** What holds data, or without which data cannot be read. */
const WITH_DATA =
  /^aws:(s3\/bucket:|redshift\/cluster:|redshiftserverless\/(namespace|workgroup):|glue\/catalogDatabase:|kms\/key:|secretsmanager\/secret:)/;

/** Code of the job: each content is an object of its own. */
const CODE = /^aws:s3\/bucketObjectv2:BucketObjectv2 sales-load-(package|script|spec)$/;

/** What else an upgrade to today's library replaces or removes, by type and name; CHANGELOG.md names each type. */
const REPLACED = [
  // They may run any number of times; with other SQL they are others.
  "aws:redshiftdata/statement:Statement sales-loader-call",
  "aws:redshiftdata/statement:Statement sales-loader-procedure",
];

interface Step {
  op: string;
  urn: string;
}
interface Resource {
  urn: string;
  id: string;
  type: string;
}

describe(`the example of the library at ${previousLibrary}, then today's, in one stack`, function () {
  this.timeout(280_000);
  let local: LocalFolder;
  let env: NodeJS.ProcessEnv;
  let program: string;
  /** Ids of what holds data, by type and name, before the upgrade. */
  let held: Map<string, string>;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    env = await local.environment();
    program = path.join(local.folder, "program");
    use(program, libraryAt(previousLibrary, path.join(local.folder, "previous")));
    writeProject(program, "upgrade", "test");
    pulumi("stack", "init", "test");
  });
  after(() => local.remove());

  const pulumi = (...args: string[]) => runCommand("pulumi", [...args, "--non-interactive"], program, env);
  const withData = () => {
    const { deployment } = JSON.parse(pulumi("stack", "export")) as { deployment: { resources: Resource[] } };
    const found = deployment.resources.filter(({ type }) => WITH_DATA.test(type));
    return new Map(found.map(({ urn, id }) => [typeAndName(urn), id]));
  };
  const warehouse = async (sql: string) => {
    const { PGHOST: host, PGPORT, PGUSER: user, PGPASSWORD: password } = env;
    const client = new Client({ host, port: Number(PGPORT), user, password, database: "dev" });
    await client.connect();
    try {
      return (await client.query(sql)).rows as unknown[];
    } finally {
      await client.end();
    }
  };

  it("deploys the previous example, and data comes", async () => {
    pulumi("up", "--yes", "--skip-preview");
    held = withData();
    assert.equal(held.size, 5, [...held.keys()].join("\n"));
    await local.put(`s3://${pulumi("stack", "output", "sourceBucket").trim()}/sales/orders/1.csv`, __filename);
    await warehouse("CREATE TABLE kept AS SELECT 42 AS answer");
  });

  it("replaces and removes nothing that holds data", () => {
    use(program, libraryOfToday(path.join(local.folder, "today")));
    const { steps } = JSON.parse(pulumi("preview", "--json")) as { steps: Step[] };
    const replaced = steps.filter(({ op }) => /replace|delete/.test(op)).map(({ urn }) => typeAndName(urn));
    const gone = [...new Set(replaced)].filter((it) => !CODE.test(it)).sort();
    assert.deepEqual(
      gone.filter((it) => WITH_DATA.test(it)),
      [],
    );
    assert.deepEqual(gone, REPLACED);
    const [{ parts }] = changelog(fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8"));
    const told = [...(parts.Changed ?? []), ...(parts.Removed ?? [])].join("\n");
    assert.deepEqual(
      REPLACED.filter((it) => !told.includes(`\`${it.split(" ")[0]}\``)),
      [],
    );
  });

  it("deploys today's example over it", () => {
    pulumi("up", "--yes", "--skip-preview");
    pulumi("preview", "--expect-no-changes");
  });

  it("has the same buckets and warehouse then, with what was in them", async () => {
    const now = withData();
    for (const [resource, id] of held) assert.equal(now.get(resource), id, resource);
    const bucket = pulumi("stack", "output", "sourceBucket").trim();
    assert.deepEqual(await local.list(bucket, "sales/orders/"), ["sales/orders/1.csv"]);
    assert.deepEqual(await warehouse("SELECT answer FROM kept"), [{ answer: 42 }]);
  });
});

/** `aws:s3/bucket:Bucket sales-work-bucket`, without the types of its parents. */
function typeAndName(urn: string): string {
  const [, , types, name] = urn.split("::");
  return `${types.split("$").at(-1)} ${name}`;
}
