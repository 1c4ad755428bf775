import { jobLimits } from "../../../../policy/rules/reliability-and-cost/job-limits";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const JOB = "aws:glue/job:Job";
const good = { timeout: 60, maxRetries: 0, numberOfWorkers: 2 };

const timeout = (got: unknown, most = 480) => `timeout: expected 1 to ${most}, got ${got}`;
const retries = (got: unknown) => `maxRetries: expected 0 to 10, got ${got}`;
const workers = (got: unknown, most = 20) => `numberOfWorkers: expected 2 to ${most}, got ${got}`;

describe("job-limits", () => {
  inOurOwn(jobLimits);

  resourceFindings(jobLimits, {
    "a job that says nothing is found three times": [JOB, {}, [timeout("none"), retries("none"), workers("none")]],
    "one with limits is fine": [JOB, good, []],
    "up to the limits themselves": [JOB, { timeout: 480, maxRetries: 10, numberOfWorkers: 20 }, []],
    "a timeout beyond is found": [JOB, { ...good, timeout: 481 }, [timeout(481)]],
    "Glue's own is": [JOB, { ...good, timeout: 2880 }, [timeout(2880)]],
    "so is none at all": [JOB, { ...good, timeout: 0 }, [timeout(0)]],
    "so are retries beyond": [JOB, { ...good, maxRetries: 11 }, [retries(11)]],
    "so are workers beyond": [JOB, { ...good, numberOfWorkers: 21 }, [workers(21)]],
    "so is one worker, which Glue does not take": [JOB, { ...good, numberOfWorkers: 1 }, [workers(1)]],
    "a Python shell has no workers": [
      JOB,
      { command: { name: "pythonshell" }, maxCapacity: 0.0625, timeout: 60, maxRetries: 0 },
      [],
    ],
    "a text is no number": [JOB, { ...good, timeout: "60" }, [timeout("60")]],
  });

  describe("by the settings", () => {
    resourceFindings(jobLimits, {
      "a longer timeout is fine": [JOB, { ...good, timeout: 600 }, [], { maxTimeoutMinutes: 600 }],
      "a shorter one is asked for": [JOB, good, [timeout(60, 30)], { maxTimeoutMinutes: 30 }],
      "more workers are fine": [JOB, { ...good, numberOfWorkers: 40 }, [], { maxWorkers: 40 }],
      "fewer are asked for": [JOB, { ...good, numberOfWorkers: 5 }, [workers(5, 4)], { maxWorkers: 4 }],
      "one leaves the other as it is": [
        JOB,
        { ...good, numberOfWorkers: 21 },
        [workers(21)],
        { maxTimeoutMinutes: 600 },
      ],
    });
  });

  describe("unknown at preview", () => {
    unknownProperties(jobLimits, {
      "a timeout cannot be judged": [JOB, { ...good, timeout: UNKNOWN }, "timeout"],
      "nor retries": [JOB, { ...good, maxRetries: UNKNOWN }, "maxRetries"],
      "nor workers": [JOB, { ...good, numberOfWorkers: UNKNOWN }, "numberOfWorkers"],
    });
  });
});
