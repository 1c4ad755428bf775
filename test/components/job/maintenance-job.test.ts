import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { LoadJob, MaintenanceJob, type MaintenanceJobArgs, type Spec } from "../../../components";
import { root } from "../../../scripts/setup/paths";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const spec: Spec = JSON.parse(fs.readFileSync(path.join(root, "test", "spec", "good", "smallest.json"), "utf8"));
const roleArn = "arn:aws:iam::123456789012:role/shop-dev-load-job";

function make(changed: Partial<MaintenanceJobArgs> = {}, opts?: pulumi.ComponentResourceOptions) {
  const jobArgs = { jobName: "shop-dev-load", roleArn, bucketName: "acme-work", codePrefix: "code/", spec };
  const loadJob = new LoadJob("load", jobArgs, opts);
  const { scriptUri, packageUri, specUri } = loadJob;
  const own = { jobName: "shop-dev-maintain", roleArn, scriptUri, packageUri, specUri };
  return new MaintenanceJob("shop", { ...own, ...changed }, opts);
}

describe("MaintenanceJob", () => {
  itIsAComponent({
    make: (opts) => make({}, opts),
    type: "s3-to-redshift:job:MaintenanceJob",
    children: [["aws:glue/job:Job", "shop-job"]],
    outputs: ({ jobName }) => ({ jobName }),
  });

  it("is the load job's code and spec with another task, in Glue's cheaper class", async () => {
    const { one } = await deploy(() => make(), { preview: true });
    const [load, maintain] = ["load-job", "shop-job"].map((name) => one("aws:glue/job:Job", name).inputs);
    assert.deepEqual(maintain.command, load.command);
    assert.deepEqual(maintain.defaultArguments, { ...load.defaultArguments, "--task": "maintain" });
    assert.deepEqual(
      { ...maintain, command: undefined, defaultArguments: undefined },
      {
        name: "shop-dev-maintain",
        description: "Looks after the tables of an S3 to Redshift pipeline",
        roleArn,
        glueVersion: "5.1",
        workerType: "G.1X",
        numberOfWorkers: 2,
        executionClass: "FLEX",
        timeout: 120,
        maxRetries: 0,
        executionProperty: { maxConcurrentRuns: 1 },
        command: undefined,
        defaultArguments: undefined,
      },
    );
  });

  it("runs where it is told, and writes its logs there", async () => {
    const place = {
      connectionNames: ["shop-network-0"],
      securityConfigurationName: "shop-dev",
      logGroupPrefix: "/aws-glue/jobs/shop-dev",
      tags: { team: "data" },
    };
    const { connections, securityConfiguration, defaultArguments, tags } = (await deploy(() => make(place))).one(
      "aws:glue/job:Job",
      "shop-job",
    ).inputs;
    assert.deepEqual([connections, securityConfiguration, tags], [["shop-network-0"], "shop-dev", { team: "data" }]);
    assert.equal(defaultArguments["--custom-logGroup-prefix"], "/aws-glue/jobs/shop-dev");
  });

  itRefuses([["a name with a slash", () => make({ jobName: "a/b" }), /jobName.*got "a\/b"/]]);
});
