import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import type { RunningAws } from "../../scripts/local/state";
import { accessReport } from "../../scripts/local/access-report";
import { clientSettings } from "../../scripts/clients";
import { readStackOutputs } from "../../scripts/pipeline/outputs";
import { readDeployedSpec } from "../../scripts/pipeline/spec";
import { deploy } from "../../scripts/pulumi";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { type Grants, survived, unused } from "./reasons";
import { type Document, type Duty, RoleMutations } from "./role-mutations";

/** @returns what it says when it fails */
type Run = (test: RoleMutations) => Promise<string | undefined>;

/** What it takes to see that a grant is gone: a run of the role, */
const RUNS: Record<Duty, Run> = {
  crawler: (test) => test.crawl(),
  job: (test) => test.load(),
  copy: (test) => test.load(),
};

/** or one that does what only this grant is for. */
const OWN_RUNS: Record<string, Run> = {
  "WriteCatalog glue:CreateTable": (test) => test.crawlForgotten("movies"),
  "WriteCatalog glue:GetPartition": (test) => test.crawlChanged(),
  "WriteCatalog glue:UpdatePartition": (test) => test.crawlChanged(),
  "ReadMended s3:GetObject": (test) => test.loadMended(),
};

/** Each action of each statement of each role, taken away: the run must fail and name it. */
describe("a grant that is taken away", function () {
  this.timeout(600_000);
  let local: LocalFolder;
  let test: RoleMutations;
  let running: RunningAws;
  const documents = new Map<Duty, Document>();

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    const env = await local.environment();
    running = JSON.parse(fs.readFileSync(path.join(local.folder, "aws", "state.json"), "utf8")) as RunningAws;
    await deploy("local", env, () => undefined);
    const { region, pipeline } = await readStackOutputs("local", env);
    const settings = clientSettings(region, env);
    const glue = new GlueClient(settings);
    const spec = await readDeployedSpec(glue, new S3Client(settings), pipeline.jobName);
    test = new RoleMutations(local, glue, new IAMClient(settings), pipeline, spec);

    await test.flights("flights.parquet");
    await test.copy("flights", "flights.parquet", "flights.parquet");
    await test.file("movies", "movies.json", JSON.stringify([{ Title: "One", "US Gross": 1 }]));
    await test.airports(0);
    assert.equal(await test.crawl(), undefined);
    assert.equal(await test.load(), undefined);
    for (const duty of ["crawler", "job", "copy"] as const) documents.set(duty, await test.document(duty));
  });
  after(() => local.remove());

  /** All grants, as `STATEMENT ACTION`, without those of the lists. */
  const grantsOf = (duty: Duty) =>
    documents
      .get(duty)!
      .Statement.flatMap(({ Sid, Action }) => Action.map((action) => `${Sid} ${action}`))
      .filter((grant) => !(grant in (unused[duty] ?? {})) && !(grant in (survived[duty] ?? {})));

  const without = ({ Version, Statement }: Document, grants: string[]): Document => ({
    Version,
    Statement: Statement.map((it) => ({
      ...it,
      Action: it.Action.filter((action) => !grants.includes(`${it.Sid} ${action}`)),
    })).filter(({ Action }) => Action.length > 0),
  });

  /** How often the action was refused to the role up to now. */
  async function refusals(duty: Duty, action: string): Promise<number> {
    const [{ refused }] = await accessReport(running, [test.roleName(duty)]);
    return refused.filter((it) => it.action === action).reduce((sum, { calls }) => sum + calls, 0);
  }

  for (const duty of ["crawler", "copy", "job"] as const) {
    it(`fails the run with an AccessDenied that names it: role of the ${duty}`, async () => {
      const whole = documents.get(duty)!;
      const unnoticed: string[] = [];
      for (const grant of grantsOf(duty)) {
        await test.putDocument(duty, without(whole, [grant]));
        const action = grant.split(" ")[1];
        const before = await refusals(duty, action);
        const message = await (OWN_RUNS[grant] ?? RUNS[duty])(test);
        const isNamed = message?.includes(`is not authorized to perform: ${action}`);
        // S3 answers HEAD without a text; there only the record names the action.
        const isRefused = message !== undefined && /\b403\b/.test(message) && (await refusals(duty, action)) > before;
        if (!isNamed && !isRefused) unnoticed.push(`${grant}: ${message}`);
      }
      await test.putDocument(duty, whole);
      assert.deepEqual(unnoticed, []);
      assert.equal(await RUNS[duty](test), undefined, "the whole document");
    });
  }

  it("is survived where the run is to go on, and only there", async () => {
    for (const [duty, grants] of Object.entries(survived) as [Duty, Grants][]) {
      const whole = documents.get(duty)!;
      await test.putDocument(duty, without(whole, Object.keys(grants)));
      assert.equal(await RUNS[duty](test), undefined, duty);
      await test.putDocument(duty, whole);
    }
  });

  it("would be missed: none is unused, save those of the list", async () => {
    const names = new Map((["crawler", "job", "copy"] as const).map((duty) => [test.roleName(duty), duty]));
    for (const { role, granted } of await accessReport(running, [...names.keys()])) {
      const found = granted.filter(({ calls }) => calls === 0).map(({ sid, action }) => `${sid} ${action}`);
      assert.deepEqual(found.sort(), Object.keys(unused[names.get(role)!] ?? {}).sort(), role);
    }
  });
});
