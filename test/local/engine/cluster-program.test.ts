import { DescribeStatementCommand, ExecuteStatementCommand, RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { queryCall } from "../../../local/warehouse/query-call";
import { clientSettings } from "../../../scripts/clients";
import { root } from "../../../scripts/setup/paths";
import { eventually } from "../../support/local-aws";
import { type LocalFolder, makeLocalFolder } from "../../support/local-folder";
import { pulumiIn } from "../../support/pulumi-program";

/** The real engine and the real provider on provisioned Redshift. */
describe("a program with a cluster", function () {
  this.timeout(300_000);
  let local: LocalFolder;
  let program: string;
  let env: NodeJS.ProcessEnv;
  let cli: ReturnType<typeof pulumiIn>;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    env = await local.environment();
    program = path.join(local.folder, "program");
    fs.cpSync(path.join(__dirname, "cluster-program"), program, { recursive: true });
    fs.symlinkSync(path.join(root, "node_modules"), path.join(program, "node_modules"));
    cli = pulumiIn(program, env);
    cli.pulumi("stack", "select", "--create", "local");
  });
  after(() => local.remove());

  /** `update cluster` */
  const changes = (...args: string[]) =>
    cli
      .changes(...args)
      .map(({ op, name }) => `${op} ${name}`)
      .sort();
  const redshift = (Action: string, form: Record<string, string> = {}) =>
    queryCall({ endpoint: () => env.AWS_ENDPOINT_URL!, region: "us-east-1" }, "redshift", {
      ...{ Action, Version: "2012-12-01", ...form },
    });
  const outputs = () => cli.outputs();
  const up = () => cli.up();

  it("deploys, with v7's defaults, and has nothing to change afterwards", () => {
    up();
    const { endpoint, encrypted, publiclyAccessible, defaultRole } = outputs();
    assert.match(endpoint, /^127\.0\.0\.\d+:5439$/);
    assert.deepEqual([encrypted, publiclyAccessible], ["true", false]);
    assert.equal(defaultRole, "arn:aws:iam::123456789012:role/shop-copy");
    assert.deepEqual(changes(), []);
  });

  it("has a database that the program's statement wrote to", async () => {
    const data = new RedshiftDataClient(clientSettings("us-east-1", env));
    const { secretArn: SecretArn } = outputs();
    const target = { ClusterIdentifier: "shop", Database: "sales", SecretArn };
    const Sql = "SELECT count(*) FROM made_by_pulumi";
    const { Id } = await data.send(new ExecuteStatementCommand({ ...target, Sql }));
    const ended = await eventually("the statement's end", async () => {
      const statement = await data.send(new DescribeStatementCommand({ Id }));
      return ["FINISHED", "FAILED", "ABORTED"].includes(statement.Status!) ? statement : undefined;
    });
    assert.equal(ended.Status, "FINISHED", ended.Error);
  });

  it("has nothing to change after a refresh", () => {
    assert.doesNotMatch(cli.pulumi("refresh", "--yes"), /[1-9]\d* (updated|deleted|created)/);
    assert.deepEqual(changes("--refresh"), []);
  });

  it("changes in place, replacing nothing", () => {
    cli.pulumi("config", "set", "other", "true");
    assert.deepEqual(changes(), [
      ...["update cluster", "update limit", "update logging", "update parameters", "update pause", "update roles"],
      "update subnets",
    ]);
    up();
    assert.deepEqual(changes("--refresh"), []);
  });

  it("has nothing to change while it is paused", async () => {
    await redshift("PauseCluster", { ClusterIdentifier: "shop" });
    assert.deepEqual(changes("--refresh"), []);
    await redshift("ResumeCluster", { ClusterIdentifier: "shop" });
  });

  it("is gone after destroy, but for the final snapshot", async () => {
    cli.pulumi("destroy", "--yes");
    const { deployment } = JSON.parse(cli.pulumi("stack", "export"));
    assert.deepEqual(deployment.resources ?? [], []);
    assert.doesNotMatch(await redshift("DescribeClusters"), /<Cluster>/);
    const snapshot = await redshift("DescribeClusterSnapshots", { SnapshotIdentifier: "shop-final" });
    assert.match(snapshot, /<ClusterIdentifier>shop</);
  });
});
