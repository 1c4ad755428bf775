import * as assert from "node:assert/strict";
import { inputFor } from "../../../local/events/input";

const event = {
  ...{ version: "0" as const, id: "e-1", "detail-type": "Glue Job State Change", source: "aws.glue" },
  ...{ account: "123456789012", time: "2026-01-15T12:00:00Z", region: "us-east-1", resources: ["a", "b"] },
  detail: { jobName: "load", state: "FAILED", message: 'it said "no"\nand left', counts: { rows: 5 }, "a b": 1 },
};
const rule = { Name: "failures", Arn: "arn:aws:events:us-east-1:123456789012:rule/failures" };
const input = (target: object) => inputFor({ Id: "t", Arn: "arn", ...target }, event, rule);
const transformed = (InputTemplate: string, InputPathsMap?: Record<string, string>) =>
  input({ InputTransformer: { InputTemplate, InputPathsMap } });

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
describe("what a target is sent", () => {
  it("is the event", () => assert.deepEqual(JSON.parse(input({})), event));

  it("is the target's own text", () => assert.equal(input({ Input: '{"run": true}' }), '{"run": true}'));

  it("is a part of the event", () => {
    assert.equal(input({ InputPath: "$.detail.counts" }), '{"rows":5}');
    assert.equal(input({ InputPath: "$.detail.jobName" }), '"load"');
    assert.equal(input({ InputPath: "$.resources[1]" }), '"b"');
    assert.equal(input({ InputPath: "$.detail['a b']" }), "1");
    assert.deepEqual(JSON.parse(input({ InputPath: "$" })), event);
  });

  it("is a template with parts of the event", () => {
    const paths = {
      job: "$.detail.jobName",
      state: "$.detail.state",
      counts: "$.detail.counts",
      gone: "$.detail.gone",
    };
    assert.equal(transformed('"Job <job> is <state>"', paths), '"Job load is FAILED"');
    assert.equal(transformed('{"job": <job>, "counts": <counts>}', paths), '{"job": "load", "counts": {"rows":5}}');
    assert.equal(transformed('{"text": "<job>: <gone>."}', paths), '{"text": "load: ."}');
    assert.equal(transformed('"<unknown> <job>"', paths), '"<unknown> load"');
    assert.equal(transformed('"One <job>"\n"Two <state>"', paths), '"One load"\n"Two FAILED"');
  });

  it("keeps a text's quotes and lines from breaking the template", () => {
    assert.equal(JSON.parse(transformed('"Said: <m>"', { m: "$.detail.message" })), 'Said: it said "no"\nand left');
  });

  it("knows the rule and the whole event by AWS's own names", () => {
    assert.equal(transformed('"<aws.events.rule-name> <aws.events.rule-arn>"'), `"failures ${rule.Arn}"`);
    assert.deepEqual(JSON.parse(transformed('{"event": <aws.events.event.json>}')), { event });
    const { detail, ...rest } = event;
    assert.ok(detail);
    assert.deepEqual(JSON.parse(transformed('{"event": <aws.events.event>}')), { event: rest });
  });
});
