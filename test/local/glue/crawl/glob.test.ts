import * as assert from "node:assert/strict";
import { globExpression } from "../../../../local/glue/crawl/glob";

describe("exclude patterns", () => {
  const cases: [pattern: string, matching: string[], others: string[]][] = [
    ["*.csv", ["a.csv"], ["x/a.csv", "a.csv.gz"]],
    ["**.csv", ["a.csv", "x/y/a.csv"], ["a.csvx"]],
    ["old/**", ["old/a", "old/x/b"], ["older/a", "x/old/a"]],
    ["day-?.{csv,json}", ["day-1.csv", "day-2.json"], ["day-10.csv", "day-1.txt"]],
    ["[!a-c]*.x", ["d1.x"], ["a1.x"]],
    ["a\\*.x", ["a*.x"], ["ab.x"]],
    ["{a,b{c,d}}", ["a", "bc", "bd"], ["b"]],
  ];
  for (const [pattern, matching, others] of cases) {
    it(pattern, () => {
      const expression = globExpression(pattern);
      for (const path of matching) assert.match(path, expression);
      for (const path of others) assert.doesNotMatch(path, expression);
    });
  }
});
