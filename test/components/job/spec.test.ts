import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { toSpec } from "../../../components";
import { columnTypeProblem } from "../../../components/job/column-types";

const folder = path.join(__dirname, "..", "..", "spec");
const files = (kind: "good" | "bad") =>
  fs.readdirSync(path.join(folder, kind)).filter((name) => name.endsWith(".json"));
const read = (kind: string, file: string) => JSON.parse(fs.readFileSync(path.join(folder, kind, file), "utf8"));

describe("spec", () => {
  it("has examples", () => assert.ok(files("good").length > 0 && files("bad").length > 0));

  for (const file of files("good")) {
    it(`takes ${file} unchanged`, () => {
      const spec = read("good", file);
      assert.deepEqual(toSpec(spec), spec);
    });
  }

  for (const file of files("bad")) {
    it(`refuses ${file}, and finds nothing else wrong with it`, () => {
      const { why, spec } = read("bad", file);
      assert.throws(
        () => toSpec(spec),
        ({ message }: Error) => {
          assert.ok(message.startsWith(why[0]), `not about ${why[0]}: ${message}`);
          for (const part of why) {
            assert.ok(message.includes(part), `${part} is not in: ${message}`);
          }
          assert.deepEqual(message.split("\n").slice(1), []);
          return true;
        },
      );
    });
  }

  it("names every wrong part, not only the first", () => {
    const spec = { ...read("good", "smallest.json"), version: 2, pipeline: "My pipeline" };
    assert.throws(() => toSpec(spec), /^Error: version: expected 1, got 2\npipeline: expected .*, got "My pipeline"$/);
  });
});

describe("column types", () => {
  for (const type of [
    "BIGINT",
    "decimal(38, 37)",
    "decimal",
    "varchar(65535)",
    "char(1)",
    "array<struct<a:int>>",
    " Timestamp with  time zone",
  ]) {
    it(`takes ${type}`, () => assert.equal(columnTypeProblem(type), undefined));
  }
  for (const [type, expected] of [
    ["text", /a type of the Glue Data Catalog/],
    ["decimal(39,0)", /a precision of 1 to 38/],
    ["decimal(4,5)", /a scale of 0 to the precision/],
    ["varchar(0)", /a length of 1 to 65535 bytes/],
    ["time stamp", /a type of the Glue Data Catalog/],
    ["array<>", /a type of the Glue Data Catalog/],
  ] as const) {
    it(`refuses ${type}`, () => assert.match(columnTypeProblem(type) ?? "", expected));
  }
});
