import { strict as assert } from "node:assert";
import { fieldOf, type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("A cluster's parameter group", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  before(async () => {
    redshift = await localRedshift();
  });

  async function makeGroup(ParameterGroupFamily = "redshift-1.0"): Promise<string> {
    const ParameterGroupName = unique("group");
    const form = { ParameterGroupName, ParameterGroupFamily, Description: "for tests" };
    await redshift.call("CreateClusterParameterGroup", form);
    return ParameterGroupName;
  }
  const set = (ParameterGroupName: string, values: Record<string, string>) => {
    const fields = Object.entries(values).flatMap(([name, value], i) => [
      [`Parameters.Parameter.${i + 1}.ParameterName`, name],
      [`Parameters.Parameter.${i + 1}.ParameterValue`, value],
    ]);
    return redshift.call("ModifyClusterParameterGroup", { ParameterGroupName, ...Object.fromEntries(fields) });
  };
  async function values(ParameterGroupName: string, Source?: string): Promise<Record<string, string>> {
    const xml = await redshift.call("DescribeClusterParameters", { ParameterGroupName, ...(Source && { Source }) });
    const found = xml.matchAll(/<ParameterName>([^<]*)<\/ParameterName><ParameterValue>([^<]*)/g);
    return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
  }

  it("has its family's values, and those that are set", async () => {
    const name = await makeGroup();
    assert.deepEqual(await values(name, "user"), {});
    assert.equal((await values(name)).require_ssl, "false");
    assert.equal((await values(await makeGroup("redshift-2.0"))).require_ssl, "true");
    const wlm = '[{"auto_wlm":true,"query_group":["a"]}]';
    await set(name, { require_ssl: "true", wlm_json_configuration: wlm, statement_timeout: "600000" });
    const own = { require_ssl: "true", wlm_json_configuration: wlm, statement_timeout: "600000" };
    assert.deepEqual(await values(name, "user"), own);
    const reset = { ParameterGroupName: name, "Parameters.Parameter.1.ParameterName": "require_ssl" };
    await redshift.call("ResetClusterParameterGroup", reset);
    assert.equal((await values(name, "user")).require_ssl, undefined);
    await redshift.call("ResetClusterParameterGroup", { ParameterGroupName: name, ResetAllParameters: "true" });
    assert.deepEqual(await values(name, "user"), {});
    const defaults = await redshift.call("DescribeDefaultClusterParameters", { ParameterGroupFamily: "redshift-2.0" });
    assert.match(defaults, /<ParameterName>auto_analyze<\/ParameterName><ParameterValue>true/);
  });

  it("acts from a cluster's next start on, as its timeout shows", async () => {
    const ClusterParameterGroupName = await makeGroup();
    const { ClusterIdentifier, asAdmin } = await redshift.makeCluster({ ClusterParameterGroupName });
    const status = async () =>
      fieldOf(await redshift.call("DescribeClusters", { ClusterIdentifier }), "ParameterApplyStatus");
    const sleep = () => redshift.executeOn(asAdmin, "SELECT pg_sleep(0.3)");
    assert.equal(await status(), "in-sync");
    await set(ClusterParameterGroupName, { statement_timeout: "100" });
    assert.equal(await status(), "pending-reboot");
    assert.equal((await sleep()).Status, "FINISHED");
    const answer = await redshift.call("RebootCluster", { ClusterIdentifier });
    assert.equal(fieldOf(answer, "ClusterStatus"), "rebooting");
    assert.equal(await status(), "in-sync");
    assert.match((await sleep()).Error!, /statement timeout/);

    const inUse = { ParameterGroupName: ClusterParameterGroupName };
    await assert.rejects(redshift.call("DeleteClusterParameterGroup", inUse), {
      name: "InvalidClusterParameterGroupState",
    });
    const another = await makeGroup();
    await redshift.call("ModifyCluster", { ClusterIdentifier, ClusterParameterGroupName: another });
    assert.equal(await status(), "pending-reboot");
    await redshift.call("DeleteClusterParameterGroup", inUse);
    await assert.rejects(redshift.call("DescribeClusterParameterGroups", inUse), {
      name: "ClusterParameterGroupNotFound",
    });
    await redshift.deleteCluster(ClusterIdentifier);
  });

  it("refuses what it does not know or cannot keep", async () => {
    const name = await makeGroup();
    for (const [wrong, message] of [
      [{ fast: "true" }, /unknown/],
      [{ require_ssl: "yes" }, /"yes"; true,false is accepted/],
      [{ statement_timeout: "50" }, /0,100-2147483647 is accepted/],
      [{ wlm_json_configuration: "{" }, /JSON is accepted/],
      [{ enable_case_sensitive_identifier: "true" }, /is not emulated by the local Redshift; "false" is/],
    ] as const)
      await assert.rejects(set(name, wrong as Record<string, string>), { name: "InvalidParameterValue", message });
    assert.deepEqual(await values(name, "user"), {}, "a call that is refused changes nothing");
    await assert.rejects(set("default.redshift-2.0", { require_ssl: "false" }), /default/);
    const twice = { ParameterGroupName: name, ParameterGroupFamily: "redshift-1.0", Description: "x" };
    await assert.rejects(redshift.call("CreateClusterParameterGroup", twice), {
      name: "ClusterParameterGroupAlreadyExists",
    });
  });
});
