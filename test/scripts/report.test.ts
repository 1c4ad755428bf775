import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import { type DatasetReport, parseReport, type RunReport, unreconciled } from "../../scripts/pipeline/report";
import { reportJsonSchema } from "../../scripts/pipeline/report-schema";
import { notesOn } from "../../scripts/pipeline/show";
import { schemaFile } from "../../scripts/pipeline/write-report-schema";

const dataset = (counts: Partial<DatasetReport>): DatasetReport => ({
  dataset: "orders",
  target: "sales.orders",
  mode: "append",
  status: "LOADED",
  files: 1,
  bytes: 10,
  read: 0,
  derived: 0,
  loaded: 0,
  deleted: 0,
  quarantined: 0,
  filtered: 0,
  deduplicated: 0,
  ties: 0,
  listing: { mode: "all", startAfter: null, listed: 1 },
  rules: [],
  checks: [],
  schemaChanges: [],
  retries: [],
  warnings: [],
  newestFile: "2026-01-01T00:00:00Z",
  lagSeconds: 1,
  seconds: { list: 0, stage: 0, copy: 0, apply: 0, load: 0, total: 0 },
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
      unreconciled(
        report(dataset({ read: 10, derived: 2, loaded: 7, quarantined: 3, filtered: 1, deduplicated: 1, deleted: 4 })),
      ),
      [],
    );
  });

  it("are named with their dataset when a row is missing", () => {
    assert.deepEqual(unreconciled(report(dataset({ read: 10, loaded: 9 }), dataset({ read: 2, loaded: 2 }))), [
      "orders: read 10 + derived 0, but loaded 9 + quarantined 0 + filtered 0 + deduplicated 0 = 9",
    ]);
    assert.equal(unreconciled(report(dataset({ read: 10, derived: 1, loaded: 10 }))).length, 1);
  });
});

describe("a report", () => {
  it("is taken as the job writes it", () => {
    const given = report(dataset({ listing: null, newestFile: null, lagSeconds: null, error: "broken" }));
    assert.deepEqual(parseReport(JSON.parse(JSON.stringify(given))), given);
  });

  it("is refused with the place of what is wrong", () => {
    assert.throws(
      () => parseReport(report(dataset({ read: 1.5 }))),
      /The job's report is not of the shape of docs\/run-report\.md:\n.*int.*\n.*datasets\[0\]\.read/,
    );
  });

  it("has the JSON Schema that lies in docs/ (npx tsx scripts/pipeline/write-report-schema.ts)", async () => {
    assert.equal(fs.readFileSync(schemaFile, "utf8"), await reportJsonSchema());
  });
});

describe("what else is to be said of a load", () => {
  it("is nothing where all is usual", () => assert.deepEqual(notesOn(dataset({})), []));

  it("names rules, checks, changes of the target, retries and warnings", () => {
    const notes = notesOn(
      dataset({
        rules: [
          { name: "positive", onFail: "warn", rows: 1200 },
          { name: "known", onFail: "quarantine", rows: 0 },
        ],
        checks: [
          { check: "at least 1 row", onFail: "fail", passed: true, found: "5 rows" },
          { check: "id is unique", onFail: "warn", passed: false, found: "2 values twice" },
        ],
        schemaChanges: ["ALTER TABLE sales.orders ADD COLUMN note VARCHAR(65535)"],
        retries: [{ reason: "ERROR: 1023", waitSeconds: 1.25 }],
        warnings: ["the catalog is behind"],
      }),
    );
    assert.deepEqual(
      notes.map(([kind, text]) => [kind.replace(/\x1b\[\d+m/g, ""), text]),
      [
        ["rule", "positive: 1,200 rows break it (warn)"],
        ["rule", "known: 0 rows break it"],
        ["check", "at least 1 row: holds, found 5 rows"],
        ["check", "id is unique: does not hold (warn), found 2 values twice"],
        ["target changed", "ALTER TABLE sales.orders ADD COLUMN note VARCHAR(65535)"],
        ["tried again", "after 1.3 s: ERROR: 1023"],
        ["warning", "the catalog is behind"],
      ],
    );
  });
});
