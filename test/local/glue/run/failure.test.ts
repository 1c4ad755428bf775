import * as assert from "node:assert/strict";
import { failureMessage } from "../../../../local/glue/run/failure";

describe("error message of a failed run", () => {
  it("is the last exception of a chain, without Spark's own lines", () => {
    const stderr = [
      "Traceback (most recent call last):",
      '  File "a.py", line 1, in <module>',
      "KeyError: 'a'",
      "",
      "During handling of the above exception, another exception occurred:",
      "",
      "Traceback (most recent call last):",
      '  File "a.py", line 3, in <module>',
      "    load()",
      "s3_to_redshift.errors.LoadError: 2 datasets failed",
      "26/01/01 00:00:00 INFO ShutdownHookManager: Shutdown hook called",
    ];
    assert.equal(failureMessage(stderr.join("\n"), 1), "s3_to_redshift.errors.LoadError: 2 datasets failed");
  });

  it("is the text that sys.exit got", () => {
    assert.equal(failureMessage("26/01/01 00:00:00 WARN x: y\nno such dataset\n", 1), "SystemExit: no such dataset");
  });

  it("is the exit code where the script says nothing", () => {
    assert.equal(failureMessage("", 3), "Command failed with exit code 3");
    assert.equal(failureMessage("some text", 137), "Command failed with exit code 137");
  });
});
