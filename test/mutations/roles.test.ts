import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import { clientSettings } from "../../scripts/clients";
import { readStackOutputs } from "../../scripts/pipeline/outputs";
import { readDeployedSpec } from "../../scripts/pipeline/spec";
import { deploy } from "../../scripts/pulumi";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { RoleGrants } from "../support/role-grants";
import { type Duty, statements, survived, unused } from "./reasons";
import { VegaRuns } from "./vega-runs";

/** @returns what it says when it fails */
type Run = (runs: VegaRuns) => Promise<string | undefined>;

/** What it takes to see that a grant is gone: a run of the role, */
const RUNS: Record<Duty, Run> = {
  crawler: (runs) => runs.crawl(),
  job: (runs) => runs.load(),
  copy: (runs) => runs.load(),
};

/** or one that does what only this grant is for. */
const OWN_RUNS: Record<string, Run> = {
  "WriteCatalog glue:CreateTable": (runs) => runs.crawlForgotten("movies"),
  "WriteCatalog glue:GetPartition": (runs) => runs.crawlChanged(),
  "WriteCatalog glue:UpdatePartition": (runs) => runs.crawlChanged(),
  "ReadMended s3:GetObject": (runs) => runs.loadMended(),
  "UpdateTargets glue:UpdateTable": (runs) => runs.loadUndescribed(),
};

const DUTIES = ["crawler", "copy", "job"] as const;

/**
 * Each action of each statement of each role of the stack `local`, taken away: the run must fail and name it. Of what a key, a VPC and
 * a cluster add, test/e2e/every-option/cluster.test.ts asks the same.
 */
describe("a grant that is taken away", function () {
  this.timeout(600_000);
  let local: LocalFolder;
  let runs: VegaRuns;
  let roles: Record<Duty, RoleGrants>;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    const env = await local.environment();
    await deploy("local", env, () => undefined);
    const { region, pipeline } = await readStackOutputs("local", env);
    const settings = clientSettings(region, env);
    const glue = new GlueClient(settings);
    const spec = await readDeployedSpec(glue, new S3Client(settings), pipeline.jobName);
    runs = new VegaRuns(local, glue, pipeline, spec);
    const grants = (roleArn: string) => RoleGrants.of(new IAMClient(settings), local.running(), roleArn);
    roles = {
      crawler: await grants(pipeline.crawlerRoleArn),
      copy: await grants(pipeline.copyRoleArn),
      job: await grants(pipeline.jobRoleArn),
    };

    await runs.flights("flights.parquet");
    await runs.copy("flights", "flights.parquet", "flights.parquet");
    await runs.file("movies", "movies.json", JSON.stringify([{ Title: "One", "US Gross": 1 }]));
    await runs.airports(0);
    assert.equal(await runs.crawl(), undefined);
    assert.equal(await runs.load(), undefined);
  });
  after(() => local.remove());

  it("is one of these statements", () => {
    for (const duty of DUTIES) {
      assert.deepEqual(
        [...new Set(roles[duty].all.map((grant) => grant.split(" ")[0]))].sort(),
        statements[duty],
        duty,
      );
    }
  });

  for (const duty of DUTIES) {
    it(`fails the run with an AccessDenied that names it: role of the ${duty}`, async () => {
      const grants = roles[duty].all.filter((grant) => !(grant in unused[duty]) && !(grant in survived[duty]));
      const attempt = (grant: string) => (OWN_RUNS[grant] ?? RUNS[duty])(runs);
      assert.deepEqual(await roles[duty].unmissed(grants, attempt), []);
      assert.equal(await RUNS[duty](runs), undefined, "the whole document");
    });
  }

  it("is survived, and refused by name, where the run is to go on", async () => {
    for (const duty of DUTIES) {
      const grants = roles[duty].all.filter((grant) => grant in survived[duty]);
      assert.deepEqual(await roles[duty].failing(grants, (grant) => (OWN_RUNS[grant] ?? RUNS[duty])(runs)), [], duty);
    }
  });

  it("would be missed: none is unused, save those of the list", async () => {
    for (const duty of DUTIES) {
      assert.deepEqual((await roles[duty].unused()).sort(), Object.keys(unused[duty]).sort(), duty);
    }
  });
});
