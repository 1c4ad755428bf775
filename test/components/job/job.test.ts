import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ExecutionClass, LoadJob, type LoadJobArgs, type Spec, WorkerType } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";
import { root } from "../../../scripts/setup/paths";

const spec: Spec = JSON.parse(fs.readFileSync(path.join(root, "test", "spec", "good", "smallest.json"), "utf8"));
const args: LoadJobArgs = {
  jobName: "shop-dev-load",
  roleArn: "arn:aws:iam::123456789012:role/shop-dev-load-job",
  bucketName: "acme-work",
  codePrefix: "code/",
  spec,
};
const make = (changed: Partial<LoadJobArgs> = {}) => new LoadJob("shop", { ...args, ...changed });
const object = "aws:s3/bucketObjectv2:BucketObjectv2";

describe("LoadJob", () => {
  itIsAComponent({
    make: (opts) => new LoadJob("shop", args, opts),
    type: "s3-to-redshift:job:LoadJob",
    children: [
      ["aws:glue/job:Job", "shop-job"],
      [object, "shop-package"],
      [object, "shop-script"],
      [object, "shop-spec"],
    ],
    outputs: ({ jobName, specUri, scriptUri, packageUri }) => ({ jobName, specUri, scriptUri, packageUri }),
  });

  it("points the job to its objects, which are known at preview", async () => {
    const { one } = await deploy(() => make(), { preview: true });
    const [script, zip, specObject] = ["script", "package", "spec"].map((what) => one(object, `shop-${what}`).inputs);
    assert.match(script.key, /^code\/load-[0-9a-f]{16}\.py$/);
    assert.match(zip.key, /^code\/s3_to_redshift-[0-9a-f]{16}\.zip$/);
    assert.match(specObject.key, /^code\/spec-[0-9a-f]{16}\.json$/);
    assert.deepEqual(JSON.parse(specObject.content), spec);

    const { command, defaultArguments } = one("aws:glue/job:Job").inputs;
    assert.deepEqual(command, {
      name: "glueetl",
      pythonVersion: "3",
      scriptLocation: `s3://acme-work/${script.key}`,
    });
    assert.deepEqual(defaultArguments, {
      "--spec_uri": `s3://acme-work/${specObject.key}`,
      "--extra-py-files": `s3://acme-work/${zip.key}`,
      "--job-bookmark-option": "job-bookmark-disable",
      "--enable-auto-scaling": "true",
      "--conf":
        "spark.driver.defaultJavaOptions=-XX:-DontCompileHugeMethods --conf spark.executor.defaultJavaOptions=-XX:-DontCompileHugeMethods",
    });
  });

  it("is updated after the new objects exist", async () => {
    const { one } = await deploy(() => make());
    for (const what of ["script", "package", "spec"]) {
      assert.ok(
        one("aws:glue/job:Job").dependencies.some((urn) => urn.endsWith(`::shop-${what}`)),
        what,
      );
    }
  });

  it("gives the same spec the same key, and another one another", async () => {
    const key = async (changed: Spec) =>
      (await deploy(() => make({ spec: changed }))).one(object, "shop-spec").inputs.key;
    assert.equal(await key(spec), await key(Object.fromEntries(Object.entries(spec).reverse()) as Spec));
    assert.notEqual(await key(spec), await key({ ...spec, pipeline: "other" }));
  });

  it("uploads the transforms' modules, and is updated after they exist", async () => {
    const fileName = "transform-airports-0123456789abcdef.py";
    const transformScripts = [{ dataset: "airports", fileName, source: new pulumi.asset.StringAsset("pass") }];
    const { one } = await deploy(() => make({ transformScripts }));
    const { inputs } = one(object, "shop-transform-airports");
    assert.deepEqual(
      [inputs.bucket, inputs.key, inputs.contentType],
      ["acme-work", `code/${fileName}`, "text/x-python"],
    );
    assert.ok(one(object, "shop-spec").dependencies.some((urn) => urn.endsWith("::shop-transform-airports")));
  });

  it("installs OpenLineage, in the version that is tested, when the spec asks for lineage", async () => {
    const { one } = await deploy(() => make({ spec: { ...spec, lineage: { namespace: "shop" } } }), { preview: true });
    const tested = fs.readFileSync(path.join(root, "local", "python", "requirements.in"), "utf8");
    assert.equal(
      one("aws:glue/job:Job").inputs.defaultArguments["--additional-python-modules"],
      /^openlineage-python==.*$/m.exec(tested)![0],
    );
  });

  it("runs on Glue 5.1, once at a time, within an hour, and is not repeated, unless told otherwise", async () => {
    const { inputs } = (await deploy(() => make())).one("aws:glue/job:Job");
    const { name, glueVersion, executionProperty, timeout, maxRetries, workerType, numberOfWorkers, executionClass } =
      inputs;
    assert.deepEqual(
      { name, glueVersion, executionProperty, timeout, maxRetries, workerType, numberOfWorkers, executionClass },
      {
        name: "shop-dev-load",
        glueVersion: "5.1",
        executionProperty: { maxConcurrentRuns: 1 },
        timeout: 60,
        maxRetries: 0,
        workerType: "G.1X",
        numberOfWorkers: 2,
        executionClass: "STANDARD",
      },
    );
  });

  it("has the size that it is given", async () => {
    const size = {
      workerType: WorkerType.G2X,
      numberOfWorkers: 5,
      executionClass: ExecutionClass.Flex,
      timeoutMinutes: 90,
      maxRetries: 2,
    };
    const { inputs } = (await deploy(() => make({ size }))).one("aws:glue/job:Job");
    const { timeout, maxRetries, workerType, numberOfWorkers, executionClass } = inputs;
    assert.deepEqual(
      { timeout, maxRetries, workerType, numberOfWorkers, executionClass },
      { timeout: 90, maxRetries: 2, workerType: "G.2X", numberOfWorkers: 5, executionClass: "FLEX" },
    );
  });

  it("refuses a wrong spec, also when it is known only later", async () => {
    const wrong = { ...spec, version: 2 } as unknown as Spec;
    await assert.rejects(
      deploy(() => make({ spec: pulumi.output(wrong) })),
      /version: expected 1, got 2/,
    );
  });

  itRefuses([
    ["a name with a slash", () => make({ jobName: "a/b" }), /^jobName: expected .*, got "a\/b"$/],
    ["one worker", () => make({ size: { numberOfWorkers: 1 } }), /^size\.numberOfWorkers: expected at least 2, got 1$/],
    ["no time", () => make({ size: { timeoutMinutes: 0 } }), /^size\.timeoutMinutes: expected at least 1, got 0$/],
    [
      "half a retry",
      () => make({ size: { maxRetries: 0.5 } }),
      /^size\.maxRetries: expected a whole number, got 0\.5$/,
    ],
    [
      "a worker that Glue does not have",
      () => make({ size: { workerType: "G.3X" as WorkerType } }),
      /^size\.workerType: expected "G\.1X" or .*, got "G\.3X"$/,
    ],
    [
      "Flex on large workers",
      () => make({ size: { executionClass: ExecutionClass.Flex, workerType: WorkerType.G8X } }),
      /^size\.workerType: expected G\.1X or G\.2X for FLEX, got "G\.8X"$/,
    ],
    [
      "an unknown size",
      () => make({ size: { workers: 3 } as object }),
      /^size\.workers: unknown key, expected one of workerType, numberOfWorkers/,
    ],
  ]);

  it("has connections and a security configuration only where it is given them", async () => {
    const inputs = async (changed: Partial<LoadJobArgs>) =>
      (await deploy(() => make(changed))).one("aws:glue/job:Job").inputs;
    const { connections, securityConfiguration } = await inputs({
      connectionNames: ["shop-dev-0", "shop-dev-1"],
      securityConfigurationName: "shop-dev",
    });
    assert.deepEqual(
      { connections, securityConfiguration },
      { connections: ["shop-dev-0", "shop-dev-1"], securityConfiguration: "shop-dev" },
    );
    const without = await inputs({});
    assert.ok(!("connections" in without || "securityConfiguration" in without));
  });
});
