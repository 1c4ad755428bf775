import * as assert from "node:assert/strict";
import { requirePythonModules } from "../../../../local/glue/run/python-modules";
import { PYTHON } from "../../../support/local-aws";

describe("--additional-python-modules", () => {
  const check = (...modules: string[]) => requirePythonModules(PYTHON, modules);

  it("passes what the local Python environment has, at any version that is asked for", async () => {
    await check("moto==5.2.5", "pytest", "Moto>=5,<6", "moto[server]~=5.2");
  });

  it("starts no Python where nothing is asked for", async () => {
    await requirePythonModules("/no/such/python", []);
  });

  it("names what is missing, what has another version and what is no package", async () => {
    await assert.rejects(check("moto==4.0.0", "pytest", "no-such-package==1.0", "s3://bucket/a.whl"), {
      message:
        "--additional-python-modules: the local Python environment lacks moto==4.0.0 (it has 5.2.5), no-such-package==1.0, " +
        "s3://bucket/a.whl (no name of a package). The local AWS installs nothing at a run's start: add it to " +
        "local/python/requirements.in (CONTRIBUTING.md says how)",
    });
  });
});
