import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { DatasetArgs, S3ToRedshiftPipelineArgs, Spec } from "../../components";
import { root } from "../../scripts/setup/paths";
import { statementsOf } from "../support/component";
import { deploy } from "../support/harness";
import { make, orders, visits } from "../support/shop-pipeline";

const object = "aws:s3/bucketObjectv2:BucketObjectv2";

const specOf = async (args: Partial<S3ToRedshiftPipelineArgs>): Promise<Spec> =>
  JSON.parse((await deploy(() => make(args), { preview: true })).one(object, "shop-load-spec").inputs.content);

describe("datasets of S3ToRedshiftPipeline", () => {
  let folder: string;
  let script: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "transform-"));
    script = path.join(folder, "orders.py");
    fs.writeFileSync(script, "def transform(df, context):\n    return df\n");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const withScript = () => ({ datasets: [{ ...orders, transform: { where: "amount > 0", script } }, visits] });

  it("reach the spec with every option as it is given", async () => {
    const file = path.join(root, "test", "spec", "good", "all-options.json");
    const { datasets }: Spec = JSON.parse(fs.readFileSync(file, "utf8"));
    const expected = datasets.filter(({ transform }) => transform?.script === undefined);
    const args = expected.map(({ prefix, catalogTable: _, catalogTarget: __, ...dataset }): DatasetArgs => {
      return { ...dataset, path: prefix.replace("vega/", "") };
    });
    const spec = await specOf({ source: { prefix: "vega/" }, datasets: args, catalogTargets: {} });
    assert.deepEqual(spec.datasets, expected);
  });

  it("have their script uploaded below code/, under the key that the spec names", async () => {
    const { one } = await deploy(() => make(withScript()), { preview: true });
    const { key, source } = one(object, "shop-load-transform-orders").inputs;
    assert.match(key, /^code\/transform-orders-[0-9a-f]{16}\.py$/);
    assert.equal(await source.path, script);
    const [first] = JSON.parse(one(object, "shop-load-spec").inputs.content).datasets;
    assert.deepEqual(first.transform, { where: "amount > 0", script: key });
  });

  it("have another spec when their script has other content", async () => {
    const keys = async () => {
      const { one } = await deploy(() => make(withScript()), { preview: true });
      return ["transform-orders", "spec"].map((what) => one(object, `shop-load-${what}`).inputs.key);
    };
    const before = await keys();
    assert.deepEqual(await keys(), before);
    fs.appendFileSync(script, "# changed\n");
    (await keys()).forEach((key, i) => assert.notEqual(key, before[i]));
  });

  it("may share a script, of which each has its own object", async () => {
    const transform = { script };
    const datasets = [
      { ...orders, transform },
      { ...visits, transform },
    ];
    const keys = (await specOf({ datasets })).datasets.map((dataset) => dataset.transform?.script);
    assert.equal(new Set(keys).size, 2);
  });
});

describe("numbers and lineage of S3ToRedshiftPipeline", () => {
  it("has one namespace for its numbers, into which alone the job may put any", async () => {
    const deployment = await deploy(() => make({ metricsNamespace: "Acme/Loads" }));
    assert.equal(JSON.parse(deployment.one(object, "shop-load-spec").inputs.content).metricsNamespace, "Acme/Loads");
    const { PutMetrics } = statementsOf(
      deployment,
      "aws:iam/rolePolicy:RolePolicy",
      "policy",
      "shop-job-policy",
    ) as Record<string, { Condition?: object }>;
    assert.deepEqual(PutMetrics.Condition, { StringEquals: { "cloudwatch:namespace": "Acme/Loads" } });
  });

  it("tells nobody of lineage unless told so", async () => {
    const { one } = await deploy(() => make());
    assert.ok(!("lineage" in JSON.parse(one(object, "shop-load-spec").inputs.content)));
    assert.ok(!("--additional-python-modules" in one("aws:glue/job:Job").inputs.defaultArguments));
  });

  it("tells of lineage under its own name, or another", async () => {
    assert.deepEqual((await specOf({ lineage: {} })).lineage, { namespace: "shop-test" });
    const lineage = { namespace: "acme", url: "https://lineage.example.com/api/v1/lineage" };
    assert.deepEqual((await specOf({ lineage })).lineage, lineage);
    assert.deepEqual((await specOf({ lineage: { url: lineage.url } })).lineage, {
      namespace: "shop-test",
      url: lineage.url,
    });
  });

  it("may write lineage where it is kept in files, and only there", async () => {
    const mayWrite = async (changed: Parameters<typeof make>[0]) => {
      const { one } = await deploy(() => make(changed));
      return one("aws:iam/rolePolicy:RolePolicy", "shop-job-policy").inputs.policy.includes('"WriteLineage"');
    };
    assert.equal(await mayWrite({}), false);
    assert.equal(await mayWrite({ lineage: {} }), true);
    assert.equal(await mayWrite({ lineage: { url: "https://lineage.example.com" } }), false);
  });
});
