import { StartWorkflowRunCommand } from "@aws-sdk/client-glue";
import { strict as assert } from "node:assert";
import { workflowRuns } from "../../support/glue-runs";
import { EveryOption } from "./deployed";

describe("a pipeline into Redshift Serverless with every option on", function () {
  this.timeout(400_000);
  let every: EveryOption;

  before(async () => {
    every = await EveryOption.prepare("serverless");
  });
  after(() => every.local.remove());

  it("deploys, and has nothing to change then", () => {
    every.cli.up();
    every.assertSettled();
  });

  it("crawls, loads and maintains", async () => {
    await every.order(1);
    await every.customersAndVisits();
    const Name = every.outputs.workflowName;
    await every.glue.send(new StartWorkflowRunCommand({ Name }));
    const [{ Statistics }] = await workflowRuns(every.glue, Name, 1);
    assert.deepEqual([Statistics?.TotalActions, Statistics?.SucceededActions], [3, 3]);
  });

  it("is updated in place", () => {
    every.assertUpdated();
  });

  it("is gone after destroy", () => {
    every.assertDestroyed();
  });
});
