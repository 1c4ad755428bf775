import { strict as assert } from "node:assert";
import { type DatasetReport, type RunReport, unreconciled } from "../../scripts/pipeline/report";

const dataset = (counts: Partial<DatasetReport>): DatasetReport => ({
  dataset: "orders",
  target: "sales.orders",
  mode: "append",
  status: "LOADED",
  files: 1,
  bytes: 10,
  read: 0,
  loaded: 0,
  quarantined: 0,
  filtered: 0,
  deduplicated: 0,
  seconds: { list: 0, stage: 0, load: 0, total: 0 },
  quarantine: null,
  error: null,
  ...counts,
});

const report = (...datasets: DatasetReport[]): RunReport => ({
  version: 1,
  runId: "jr_1",
  jobName: "load",
  pipeline: "shop",
  status: "SUCCEEDED",
  startedAt: "2026-01-01T00:00:00Z",
  finishedAt: "2026-01-01T00:00:01Z",
  seconds: 1,
  datasets,
});

describe("the counts of a report", () => {
  it("reconcile when every row is accounted for", () => {
    assert.deepEqual(
      unreconciled(report(dataset({ read: 10, loaded: 5, quarantined: 3, filtered: 1, deduplicated: 1 }))),
      [],
    );
  });

  it("are named with their dataset when a row is missing", () => {
    assert.deepEqual(unreconciled(report(dataset({ read: 10, loaded: 9 }), dataset({ read: 2, loaded: 2 }))), [
      "orders: read 10, but loaded 9 + quarantined 0 + filtered 0 + deduplicated 0 = 9",
    ]);
  });
});
