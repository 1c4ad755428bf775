import { strict as assert } from "node:assert";
import { BAD_ROWS } from "../../bench/load/bad-rows";
import { loadBench, type LoadBenchResult } from "../../bench/load/bench";

describe("bench/load at scale factor 0.001, COPY and this pipeline", function () {
  this.timeout(600_000);
  let result: LoadBenchResult;
  before(async () => {
    result = await loadBench({ scale: 0.001, only: ["copy", "pipeline:csv"], badRows: true });
  });

  it("measures each after it has compared the table with the files", () => {
    assert.deepEqual(
      result.results.map(({ way, form, rows }) => [way, form, rows]),
      [
        ["copy", "csv", 6005],
        ["pipeline", "csv", 6005],
      ],
    );
    const pipeline = result.results[1];
    for (const part of ["list", "stage", "copy", "apply", "load", "job"])
      assert.ok(pipeline.split![part] > 0, `${part}: ${pipeline.split![part]} s`);
    assert.ok(pipeline.seconds > pipeline.split!.stage && pipeline.seconds <= pipeline.split!.job);
    assert.ok(pipeline.memory.own > 2 ** 27, `Spark takes more than ${pipeline.memory.own} bytes`);
  });

  it("sees that the pipeline sets all bad rows aside and loads the rest, and that COPY loads none", () => {
    for (const { fault } of BAD_ROWS) assert.equal(result.badRows.pipeline.byFault[fault], "set aside", fault);
    assert.match(result.badRows.pipeline.together, /^6005 of 6005 good rows loaded/);
    assert.match(result.badRows.copy.together, /^fails, 0 rows stay/);
    assert.equal(result.badRows.copy.byFault["text in a number"], "the load fails");
  });
});
