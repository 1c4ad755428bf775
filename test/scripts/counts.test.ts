import { strict as assert } from "node:assert";
import { countCheck, countGo, countMocha, countPytest } from "../../scripts/testing/counts";

describe("counting tests", () => {
  for (const [what, counter, output, status, counts] of [
    ["mocha", countMocha, "\n  12 passing (3s)\n  1 pending\n  2 failing\n", 2, [12, 2, 1]],
    ["mocha that broke before any test", countMocha, "Error: Cannot find module", 1, [0, 1, 0]],
    ["mocha that found no test", countMocha, "\n  0 passing (1ms)\n", 0, [0, 1, 0]],
    ["mocha that passed and was then killed", countMocha, "\n  3 passing (3s)\n", null, [3, 1, 0]],
    ["pytest", countPytest, "..F\n1 failed, 30 passed, 2 skipped in 3.21s\n", 1, [30, 1, 2]],
    ["pytest that broke in a fixture", countPytest, "E\n4 passed, 1 error in 3.21s\n", 1, [4, 1, 0]],
    ["pytest that is followed by a warning", countPytest, "214 passed in 27.10s\nWARN spark ends\n", 0, [214, 0, 0]],
    ["pytest that runs for minutes", countPytest, "3 passed in 61.10s (0:01:01)\n", 0, [3, 0, 0]],
    [
      "go",
      countGo,
      '{"Action":"pass","Test":"TestA"}\n{"Action":"pass","Package":"p"}\n{"Action":"skip","Test":"TestB"}',
      0,
      [1, 0, 1],
    ],
    ["go that does not compile", countGo, "undefined: x", 1, [0, 1, 0]],
    ["a check", countCheck, "", 0, [1, 0, 0]],
    ["a failed check", countCheck, "", 1, [0, 1, 0]],
  ] as const) {
    it(`reads ${what}`, () => {
      const { passed, failed, skipped } = counter(output, status);
      assert.deepEqual([passed, failed, skipped], counts);
    });
  }
});
