import { strict as assert } from "node:assert";
import { StartOnArrival, type StartOnArrivalArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args: StartOnArrivalArgs = {
  workflowName: "shop-dev",
  bucketName: "acme-raw",
  prefixes: ["sales/orders/", "sales/Web Visits/"],
  roleName: "shop-dev-arrival",
};
const make = (changed: Partial<StartOnArrivalArgs> = {}) => new StartOnArrival("shop", { ...args, ...changed });
const rule = "aws:cloudwatch/eventRule:EventRule";

describe("StartOnArrival", () => {
  itIsAComponent({
    make: (opts) => new StartOnArrival("shop", args, opts),
    type: "s3-to-redshift:schedule:StartOnArrival",
    children: [
      ["s3-to-redshift:schedule:StartWorkflowRole", "shop"],
      [rule, "shop-rule"],
      ["aws:cloudwatch/eventTarget:EventTarget", "shop-target"],
    ],
    outputs: ({ ruleName }) => ({ ruleName }),
  });

  it("hears of new objects below the prefixes of the bucket alone, known at preview", async () => {
    const { eventPattern, ...others } = (await deploy(() => make(), { preview: true })).one(rule).inputs;
    assert.deepEqual(others, {
      name: "shop-dev-arrival",
      description: "Files that the workflow shop-dev loads",
      state: "ENABLED",
    });
    assert.deepEqual(JSON.parse(eventPattern), {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: {
        bucket: { name: ["acme-raw"] },
        object: { key: [{ prefix: "sales/orders/" }, { prefix: "sales/Web Visits/" }] },
      },
    });
  });

  it("tells the one workflow, as a role that may, known at preview", async () => {
    const { one } = await deploy(() => make(), { preview: true });
    assert.deepEqual(one("aws:cloudwatch/eventTarget:EventTarget").inputs, {
      rule: "shop-dev-arrival",
      targetId: "workflow",
      arn: "arn:aws:glue:eu-west-1:123456789012:workflow/shop-dev",
      roleArn: "arn:aws:iam::123456789012:role/shop-dev-arrival",
    });
  });

  it("may be switched off, and carries the tags", async () => {
    const { one } = await deploy(() => make({ enabled: false, tags: { team: "shop" } }));
    assert.equal(one(rule).inputs.state, "DISABLED");
    assert.deepEqual(one(rule).inputs.tags, { team: "shop" });
    assert.deepEqual(one("aws:iam/role:Role").inputs.tags, { team: "shop" });
  });

  it("hands the condition on the account to its role", async () => {
    const { one } = await deploy(() => make({ sourceAccountCondition: true }));
    assert.match(one("aws:iam/role:Role").inputs.assumeRolePolicy, /"aws:SourceAccount":"123456789012"/);
  });

  const folders = (count: number) => Array.from({ length: count }, (_, i) => `sales/a-rather-long-folder-${i}/`);
  it("takes as many prefixes as a rule has place for", async () => {
    const { eventPattern } = (await deploy(() => make({ bucketName: "x".repeat(63), prefixes: folders(42) }))).one(
      rule,
    ).inputs;
    assert.ok(eventPattern.length > 1990 && eventPattern.length <= 2048, `${eventPattern.length}`);
  });

  itRefuses([
    ["no prefix", () => make({ prefixes: [] }), /^prefixes: expected at least 1 item\(s\), got \[\]$/],
    [
      "more prefixes than a rule has place for",
      () => make({ prefixes: folders(43) }),
      /^prefixes: make an event pattern of 20\d\d characters, expected at most 2048: give a prefix that they share$/,
    ],
    [
      "a name that leaves the rule no place",
      () => make({ workflowName: "x".repeat(57) }),
      /^workflowName: expected 1 to 56 letters, digits and _ \. -, got "x+"$/,
    ],
    [
      "a role name that IAM does not take",
      () => make({ roleName: "my role" }),
      /^roleName: expected .*, got "my role"$/,
    ],
  ]);
});
