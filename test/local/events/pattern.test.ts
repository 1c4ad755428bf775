import * as assert from "node:assert/strict";
import { parsePattern } from "../../../local/events/pattern";

const event = {
  source: "aws.s3",
  "detail-type": "Object Created",
  resources: ["arn:aws:s3:::raw", "arn:aws:s3:::work"],
  detail: {
    bucket: { name: "raw" },
    object: { key: "sales/orders/a.CSV", size: 5 },
    reason: "PutObject",
    ip: "10.0.0.7",
    empty: "",
    nothing: null,
    flag: true,
    tags: [
      { key: "team", value: "data" },
      { key: "env", value: "dev" },
    ],
  },
};

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
describe("event patterns", () => {
  const key = (...filters: unknown[]) => ({ detail: { object: { key: filters } } });
  const size = (...filters: unknown[]) => ({ detail: { object: { size: filters } } });
  const cases: [pattern: object, matches: boolean][] = [
    [{ source: ["aws.s3"] }, true],
    [{ source: ["aws.glue"] }, false],
    [{ source: ["aws.glue", "aws.s3"], "detail-type": ["Object Created"] }, true],
    [{ source: ["aws.s3"], "detail-type": ["Object Deleted"] }, false],
    [{ detail: { bucket: { name: ["raw"] } } }, true],
    [{ detail: { bucket: { name: ["ra"] } } }, false],
    [{ detail: { missing: { name: ["raw"] } } }, false],
    [{ resources: ["arn:aws:s3:::work"] }, true],
    [{ resources: [{ prefix: "arn:aws:sns" }] }, false],
    [key({ prefix: "sales/" }), true],
    [key({ prefix: "orders/" }), false],
    [key({ prefix: { "equals-ignore-case": "SALES/" } }), true],
    [key({ suffix: ".CSV" }), true],
    [key({ suffix: ".csv" }), false],
    [key({ suffix: { "equals-ignore-case": ".csv" } }), true],
    [key({ "equals-ignore-case": "SALES/orders/A.csv" }), true],
    [key({ wildcard: "sales/*/a.*" }), true],
    [key({ wildcard: "sales/*.json" }), false],
    [key({ wildcard: "sales.orders*" }), false],
    [key({ "anything-but": "sales/orders/a.CSV" }), false],
    [key({ "anything-but": ["x", "y"] }), true],
    [key({ "anything-but": { prefix: "sales/" } }), false],
    [key({ "anything-but": { prefix: ["hr/", "tmp/"] } }), true],
    [key({ "anything-but": { suffix: ".CSV" } }), false],
    [key({ "anything-but": { wildcard: "*/orders/*" } }), false],
    [key({ "anything-but": { "equals-ignore-case": ["SALES/ORDERS/A.CSV"] } }), false],
    [{ detail: { missing: [{ "anything-but": "x" }] } }, false],
    [size(5), true],
    [size("5"), false],
    [size({ numeric: [">", 0, "<=", 5] }), true],
    [size({ numeric: ["=", 4] }), false],
    [size({ numeric: [">=", 5] }, { prefix: "x" }), true],
    [key({ exists: true }), true],
    [{ detail: { missing: [{ exists: true }] } }, false],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { reason: [{ exists: false }] } }, false],
    [{ detail: { empty: [""] } }, true],
    [{ detail: { nothing: [null] } }, true],
    [{ detail: { missing: [null] } }, false],
    [{ detail: { flag: [true] } }, true],
    [{ detail: { ip: [{ cidr: "10.0.0.0/24" }] } }, true],
    [{ detail: { ip: [{ cidr: "10.0.1.0/24" }] } }, false],
    [{ detail: { tags: { key: ["env"], value: ["dev"] } } }, true],
    [{ detail: { tags: { key: ["env"], value: ["data"] } } }, false],
    [{ $or: [{ source: ["aws.glue"] }, { detail: { reason: ["PutObject"] } }] }, true],
    [{ source: ["aws.s3"], detail: { $or: [{ reason: ["x"] }, { flag: [false] }] } }, false],
  ];
  for (const [pattern, matches] of cases) {
    const text = JSON.stringify(pattern);
    it(`${matches ? "takes" : "leaves"} ${text}`, () => assert.equal(parsePattern(text)(event), matches));
  }

  const wrong: [text: string, message: RegExp][] = [
    ["no json", /Event pattern is not valid\. Reason: .*JSON/],
    ["[]", /Filter is not an object/],
    ["{}", /Empty patterns are not allowed/],
    ['{"source": "aws.s3"}', /"source" must be an object or an array/],
    ['{"source": []}', /Empty arrays are not allowed/],
    ['{"source": [{"prefx": "a"}]}', /Unrecognized match type prefx/],
    ['{"source": [{"prefix": 5}]}', /prefix match pattern must be a string/],
    ['{"source": [{"exists": "yes"}]}', /exists match pattern must be either true or false/],
    ['{"detail": {"a": [{"numeric": ["<"]}]}}', /numeric match/],
    ['{"source": [["a"]]}', /Match value must be String, number, true, false, or null/],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${text}`, () => assert.throws(() => parsePattern(text), message));
  }
});
