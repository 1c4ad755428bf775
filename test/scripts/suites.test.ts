import { strict as assert } from "node:assert";
import { chosen, suites } from "../../scripts/testing/suites";

describe("The suites of npm test", () => {
  const names = (only?: string) => chosen(only).map(({ name }) => name);

  it("are all but those that must be named", () => {
    assert.deepEqual(
      suites.map(({ name }) => name).filter((name) => !names().includes(name)),
      ["bench", "kills", "faults", "mutations"],
    );
  });

  it("are those that are named, in their own order", () => {
    assert.deepEqual(names("faults,types,unit"), ["types", "unit", "faults"]);
  });

  it("must exist", () => {
    assert.throws(() => chosen("unit,fault"), /There is no suite fault; known are types, /);
  });
});
