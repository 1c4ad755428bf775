import { strict as assert } from "node:assert";
import { compact, memberText } from "../../scripts/pipeline/quarantine/json-text";

describe("the text of a member", () => {
  for (const [object, text] of [
    ['{"values":{"a":[1,{"values":2}]},"b":3}', '{"a":[1,{"values":2}]}'],
    ['{ "a" : "values" , "values" : null }', "null"],
    ['{"a": "x\\"},\\"values\\": 1", "values": "y"}', '"y"'],
    ['{"values": 1, "values": [2]}', "[2]"],
    ['{"": 1, "v\\u0061lues": true}', "true"],
  ]) {
    it(`is found in ${object}`, () => assert.equal(memberText(object, "values"), text));
  }

  it("may be megabytes", () => {
    const long = JSON.stringify("x\\".repeat(4_000_000));
    assert.equal(memberText(`{"a":${long},"values":${long}}`, "values"), long);
  });
});

describe("JSON without blanks", () => {
  it("keeps those within texts, and every digit", () => {
    assert.equal(
      compact('{ "a b" : [ 1.10 , "x \\" y" ],\t"c":12345678901234567890 }'),
      '{"a b":[1.10,"x \\" y"],"c":12345678901234567890}',
    );
  });
});
