import { oneRunAtATime } from "../../../../policy/rules/reliability-and-cost/one-run-at-a-time";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const JOB = "aws:glue/job:Job";
const loader = { defaultArguments: { "--spec_uri": "s3://acme-work/code/spec.json" } };
const runs = (maxConcurrentRuns: unknown) => ({ executionProperty: { maxConcurrentRuns } });
const found = ["executionProperty.maxConcurrentRuns: expected 1, got 3"];

describe("one-run-at-a-time", () => {
  inOurOwn(oneRunAtATime);

  resourceFindings(oneRunAtATime, {
    "a load job with three runs at once is found": [JOB, { ...loader, ...runs(3) }, found],
    "also when no run can override the spec": [
      JOB,
      { nonOverridableArguments: loader.defaultArguments, ...runs(3) },
      found,
    ],
    "with one it is fine": [JOB, { ...loader, ...runs(1) }, []],
    "so it is with Glue's default": [JOB, loader, []],
    "in an empty property, too": [JOB, { ...loader, executionProperty: {} }, []],
    "another job may have more": [JOB, { defaultArguments: { "--TempDir": "s3://acme-work/tmp/" }, ...runs(3) }, []],
    "so may one whose argument is only called alike": [
      JOB,
      { defaultArguments: { "--spec_uri_2": "s3://acme-work/code/spec.json" }, ...runs(3) },
      [],
    ],
    "so may one without arguments": [JOB, runs(3), []],
  });

  describe("unknown at preview", () => {
    unknownProperties(oneRunAtATime, {
      "runs cannot be judged": [JOB, { ...loader, ...runs(UNKNOWN) }, "executionProperty.maxConcurrentRuns"],
      "nor can the property": [JOB, { ...loader, executionProperty: UNKNOWN }, "executionProperty"],
      "nor can all arguments": [JOB, { defaultArguments: UNKNOWN, ...runs(3) }, "defaultArguments"],
    });
    resourceFindings(oneRunAtATime, {
      "the URI of the spec need not be known": [
        JOB,
        { defaultArguments: { "--spec_uri": UNKNOWN }, ...runs(3) },
        found,
      ],
    });
  });
});
