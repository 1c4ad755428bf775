import { strict as assert } from "node:assert";
import { CatalogChanges, LoadEvents, type LoadEventsArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const topicArn = "arn:aws:sns:eu-west-1:123456789012:shop-dev-alarms";
const args: LoadEventsArgs = {
  namePrefix: "shop-dev",
  topicArn,
  jobNames: ["shop-dev-load", "shop-dev-maintain"],
  crawlerName: "shop-dev-source",
  databaseName: "shop_dev",
  tags: { team: "shop" },
};
const make = (changed: Partial<LoadEventsArgs> = {}) => new LoadEvents("shop", { ...args, ...changed });
const rule = "aws:cloudwatch/eventRule:EventRule";
const target = "aws:cloudwatch/eventTarget:EventTarget";

const rulesOf = async (changed: Partial<LoadEventsArgs> = {}) => {
  const { resources } = await deploy(() => make(changed), { preview: true });
  return Object.fromEntries(
    resources.filter(({ type }) => type === rule).map(({ name, inputs }) => [name, JSON.parse(inputs.eventPattern)]),
  );
};

describe("LoadEvents", () => {
  itIsAComponent({
    make: (opts) => new LoadEvents("shop", args, opts),
    type: "s3-to-redshift:monitoring:LoadEvents",
    children: [
      [rule, "shop-crawl-failed"],
      [target, "shop-crawl-failed-target"],
      [rule, "shop-job-failed"],
      [target, "shop-job-failed-target"],
      [rule, "shop-job-late"],
      [target, "shop-job-late-target"],
      [rule, "shop-schema-changed"],
      [target, "shop-schema-changed-target"],
    ],
    outputs: ({ ruleNames }) => ({ ruleNames }),
  });

  it("hears what Glue says of its own jobs, crawler and database, known at preview", async () => {
    const of = (type: string, detail: object) => ({ source: ["aws.glue"], "detail-type": [type], detail });
    const jobName = ["shop-dev-load", "shop-dev-maintain"];
    assert.deepEqual(await rulesOf(), {
      "shop-job-failed": of("Glue Job State Change", { jobName, state: ["FAILED", "TIMEOUT", "ERROR"] }),
      "shop-job-late": of("Glue Job Run Status", { jobName }),
      "shop-crawl-failed": of("Glue Crawler State Change", { crawlerName: ["shop-dev-source"], state: ["Failed"] }),
      "shop-schema-changed": of("Glue Data Catalog Database State Change", {
        databaseName: ["shop_dev"],
        typeOfChange: ["CreateTable", "DeleteTable", "BatchDeleteTable"],
      }),
    });
  });

  it("hears of stopped runs and of every update of a table only when told to", async () => {
    const rules = await rulesOf({ stoppedRuns: true, catalogChanges: CatalogChanges.All });
    assert.deepEqual(rules["shop-job-failed"].detail.state, ["FAILED", "TIMEOUT", "ERROR", "STOPPED"]);
    assert.deepEqual(rules["shop-schema-changed"]["detail-type"], [
      "Glue Data Catalog Database State Change",
      "Glue Data Catalog Table State Change",
    ]);
    assert.deepEqual(rules["shop-schema-changed"].detail.typeOfChange, [
      "CreateTable",
      "DeleteTable",
      "BatchDeleteTable",
      "UpdateTable",
    ]);
  });

  it("has no rule for what there is not", async () => {
    const jobs = ["shop-job-failed", "shop-job-late"];
    assert.deepEqual(Object.keys(await rulesOf({ crawlerName: undefined, databaseName: undefined })), jobs);
    const quiet = { crawlerName: undefined, catalogChanges: CatalogChanges.None };
    assert.deepEqual(Object.keys(await rulesOf(quiet)), jobs);
  });

  it("tells the topic in words, whose every value is in the event", async () => {
    const { one, resources } = await deploy(() => make());
    assert.deepEqual(one(target, "shop-job-failed-target").inputs, {
      rule: "shop-dev-job-failed",
      targetId: "topic",
      arn: topicArn,
      inputTransformer: {
        inputPaths: {
          account: "$.account",
          region: "$.region",
          time: "$.time",
          job: "$.detail.jobName",
          run: "$.detail.jobRunId",
          state: "$.detail.state",
          message: "$.detail.message",
        },
        inputTemplate: [
          '"Glue job <job> in <account>, <region>: <state> at <time>."',
          '"<message>"',
          '"aws glue get-job-run --region <region> --job-name <job> --run-id <run>"',
        ].join("\n"),
      },
    });
    for (const { name, inputs } of resources.filter(({ type }) => type === target)) {
      const { inputPaths, inputTemplate } = inputs.inputTransformer;
      const used = [...new Set([...inputTemplate.matchAll(/<(\w+)>/g)].map(([, value]) => value))];
      assert.deepEqual(used.sort(), Object.keys(inputPaths).sort(), name);
    }
  });

  it("says what each rule is for, and carries the tags", async () => {
    const { inputs } = (await deploy(() => make())).one(rule, "shop-crawl-failed");
    assert.equal(inputs.name, "shop-dev-crawl-failed");
    assert.equal(inputs.description, "Glue Crawler State Change, told to an SNS topic");
    assert.deepEqual(inputs.tags, { team: "shop" });
  });

  itRefuses([
    [
      "names too long for a rule",
      () => make({ namePrefix: "x".repeat(49) }),
      /^namePrefix: expected 1 to 48 letters, digits, _ and -, got "x+"$/,
    ],
    [
      "unknown changes",
      () => make({ catalogChanges: "some" as CatalogChanges }),
      /^catalogChanges: expected "none" or "tables" or "all", got "some"$/,
    ],
  ]);
});
