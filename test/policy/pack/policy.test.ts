import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  type ResourceValidation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";
import { type SecretTest, toPolicy } from "../../../policy/pack/policy";
import { dataProtection } from "../../../policy/rules/data-protection";
import { bucketsEncrypted } from "../../../policy/rules/data-protection/buckets-encrypted";
import { iamLeastPrivilege } from "../../../policy/rules/iam-least-privilege";
import { noOpenTrust } from "../../../policy/rules/iam-least-privilege/no-open-trust";
import { noServiceWideActions } from "../../../policy/rules/iam-least-privilege/no-service-wide-actions";
import { oneRoleOneDuty } from "../../../policy/rules/iam-least-privilege/one-role-one-duty";
import { verifiableDocuments } from "../../../policy/rules/iam-least-privilege/verifiable-documents";
import { reliabilityAndCost } from "../../../policy/rules/reliability-and-cost";
import type { Rule } from "../../../policy/rules/rule";
import { UNKNOWN } from "../support/findings";

const TYPE = "aws:iam/rolePolicy:RolePolicy";
const wide = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "All", Effect: "Allow", Action: "s3:*", Resource: "*" }],
});

const opts = { protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [], customTimeouts: {} };
const seen = (type: string, name: string, props: object) => ({
  type,
  name,
  urn: `urn:pulumi:test::project::${type}::${name}`,
  props: unknownCheckingProxy(props),
  opts,
  dependencies: [] as object[],
  propertyDependencies: {} as Record<string, object[]>,
});

/** What Pulumi would print of one resource. */
async function reported(
  rule: Rule,
  props: object,
  config: object = {},
  type = TYPE,
  isSecret?: SecretTest,
): Promise<string[]> {
  const messages: string[] = [];
  const validate = (toPolicy(rule, isSecret) as ResourceValidationPolicy).validateResource as ResourceValidation;
  const args = { ...seen(type, "sales-policy", props), getConfig: () => config };
  await validate(args as never, (message) => messages.push(message));
  return messages;
}

describe("a rule as Pulumi runs it", () => {
  it("tells resource, statement, what, why and what to do", async () => {
    assert.deepEqual(await reported(noServiceWideActions, { policy: wide }), [
      "sales-policy: policy, statement All: allows s3:* on *\n" +
        `    why: ${noServiceWideActions.rationale}\n` +
        `    remedy: ${noServiceWideActions.remedy}\n` +
        `    see: ${noServiceWideActions.link}`,
    ]);
  });

  it("says nothing of resources that it is not about", async () => {
    assert.deepEqual(await reported(noServiceWideActions, { policy: wide }, {}, "aws:s3/bucket:Bucket"), []);
  });

  it("reads each document of a role", async () => {
    const props = {
      assumeRolePolicy: wide,
      inlinePolicies: [
        { name: "a", policy: UNKNOWN },
        { name: "b", policy: wide },
      ],
    };
    const [message, ...others] = await reported(noServiceWideActions, props, {}, "aws:iam/role:Role");
    assert.match(message, /^sales-policy: inlinePolicies\[1\]\.policy, statement All: /);
    assert.deepEqual(others, []);
  });

  it("leaves alone what it is told to, until the day", async () => {
    const until = (expires: string) => ({
      exceptions: [{ resource: "sales-*", reason: "moved to the new role in March", expires }],
    });
    assert.deepEqual(await reported(noServiceWideActions, { policy: wide }, until("2999-12-31")), []);
    const [message] = await reported(noServiceWideActions, { policy: wide }, until("2020-01-01"));
    assert.match(message, /on \* \(the exception "moved to the new role in March" ended on 2020-01-01\)/);
  });

  it("refuses a configuration that is wrong, and says where", async () => {
    const config = { exceptions: [{ resource: "sales-*", expires: "2027-01-01" }] };
    await assert.rejects(
      reported(noServiceWideActions, { policy: wide }, config),
      /configuration of no-service-wide-actions: [^]*exceptions\[0\]\.reason/,
    );
  });

  it("takes its settings, with their defaults where there are none", async () => {
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" }],
    });
    const found = (config: object) => reported(noOpenTrust, { assumeRolePolicy: trust }, config, "aws:iam/role:Role");
    assert.equal((await found({})).length, 1);
    assert.equal((await found({ ownAccounts: ["111122223333"] })).length, 0);
  });

  it("does not take the policy of a VPC endpoint, which grants nothing, for one that lets everybody in", async () => {
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }];
    const props = { policy: JSON.stringify({ Version: "2012-10-17", Statement }) };
    assert.deepEqual(await reported(noOpenTrust, props, {}, "aws:ec2/vpcEndpoint:VpcEndpoint"), []);
    assert.equal((await reported(noOpenTrust, props, {}, "aws:s3/bucketPolicy:BucketPolicy")).length, 1);
  });

  it("leaves unknown and malformed documents to the rules about these", async () => {
    assert.deepEqual(await reported(noServiceWideActions, { policy: UNKNOWN }), []);
    assert.deepEqual(await reported(noServiceWideActions, { policy: "{" }), []);
    await assert.rejects(reported(verifiableDocuments, { policy: UNKNOWN }), {
      message: "unverifiable: policy of sales-policy is unknown until the update",
    });
  });

  it("is about resources, or about stacks, or about both", () => {
    const kinds = (rule: Rule) => Object.keys(toPolicy(rule)).filter((key) => key.startsWith("validate"));
    assert.deepEqual(kinds(noServiceWideActions), ["validateResource"]);
    assert.deepEqual(kinds(verifiableDocuments), ["validateResource"]);
    assert.deepEqual(kinds(oneRoleOneDuty), ["validateStack"]);
    assert.deepEqual(kinds(noOpenTrust), ["validateStack", "validateResource"]);
  });

  it("tells what it finds in a secret document once, and not where", async () => {
    const statement = { Sid: "All", Effect: "Allow", Action: "s3:*", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement, { ...statement, Sid: "Too" }] });
    const config = { exceptions: [{ resource: "sales-*", reason: "moved to the new role", expires: "2020-01-01" }] };
    const found = await reported(noServiceWideActions, { policy }, config, TYPE, () => true);
    assert.deepEqual(
      found.map((message) => message.split("\n")[0]),
      [
        'sales-policy: policy: a secret document, whose statements are not shown (the exception "moved to the new role" ended on 2020-01-01)',
      ],
    );
  });

  it("tells what a resource is about from what it only waits for", () => {
    const [raw, work] = ["raw", "work"].map((name) => seen("aws:s3/bucket:Bucket", name, { bucket: UNKNOWN }));
    const encryption = {
      ...seen(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "raw-encryption",
        { bucket: UNKNOWN },
      ),
      dependencies: [raw, work],
      propertyDependencies: { bucket: [raw] },
    };
    const names: string[] = [];
    const { validateStack } = toPolicy(bucketsEncrypted) as StackValidationPolicy;
    const args = { resources: [raw, work, encryption], getConfig: () => ({}) };
    validateStack(args as never, (message) => names.push(String(message).split(":")[0]));
    assert.deepEqual(names, ["work"]);
  });

  it("reports what it finds in a stack, and then what it could not see", () => {
    const messages: string[] = [];
    const resources = [
      seen("aws:glue/crawler:Crawler", "crawl", { role: "all" }),
      seen("aws:glue/job:Job", "load", { roleArn: "arn:aws:iam::111122223333:role/all" }),
      seen("aws:glue/job:Job", "other", { roleArn: UNKNOWN }),
    ];
    const { validateStack } = toPolicy(oneRoleOneDuty) as StackValidationPolicy;
    assert.throws(
      () => validateStack({ resources, getConfig: () => ({}) } as never, (message) => messages.push(message)),
      /^UnknownValueError|Error: unverifiable: other: .*roleArn/,
    );
    assert.equal(messages.length, 1);
    assert.match(messages[0], /^load: role all is that of the job and of the crawler crawl\n/);
  });
});

/** What stands beside the rules of a folder. */
const NO_RULES = ["index.ts", "escalation.ts", "scoped-statements.ts", "spec-reach.ts"];

describe("policy packs", () => {
  const packs = {
    "data-protection": dataProtection,
    "iam-least-privilege": iamLeastPrivilege,
    "reliability-and-cost": reliabilityAndCost,
  };
  for (const [pack, rules] of Object.entries(packs)) {
    it(`${pack} has every rule of its folder, each in a file of its name`, () => {
      const folder = path.resolve(__dirname, "../../../policy/rules", pack);
      const files = fs.readdirSync(folder).filter((file) => !NO_RULES.includes(file));
      assert.deepEqual(rules.map(({ name }) => `${name}.ts`).sort(), files.sort());
    });

    for (const rule of rules) {
      it(`${rule.name} says why, what to do, where it is from, and how it is configured`, () => {
        const policy = toPolicy(rule);
        assert.match(rule.link, /^https:\/\/(docs\.aws\.amazon\.com|www\.pulumi\.com)\//);
        for (const text of [rule.title, rule.rationale, rule.remedy]) assert.ok(text.length > 20, text);
        const expected = ["exceptions", ...Object.keys(rule.settings?.shape ?? {})];
        assert.deepEqual(Object.keys(policy.configSchema!.properties), expected);
      });
    }
  }
});
