import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { missingPrerequisites } from "../../scripts/setup/prerequisites.mjs";

describe("prerequisites", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "prerequisites-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** Puts a command into the folder that is all of PATH. */
  function command(name: string, prints: string): void {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho '${prints}'\n`, { mode: 0o755 });
  }
  const missing = () => missingPrerequisites(folder, true, { PATH: folder });

  it("names each missing one with its version", () => {
    assert.deepEqual(
      missing().map((line) => /^[^,(]*/.exec(line)![0].trim()),
      ["Python 3.11", "Java 17", "the Pulumi CLI"],
    );
  });

  it("is content with Python 3.11, Java 17 and an installed Pulumi", () => {
    command("python3.11", "Python 3.11.9");
    command("java", 'openjdk version "17.0.15" 2025-04-15');
    command("pulumi", "v3.248.0");
    assert.deepEqual(missing(), []);
  });

  it("says which versions it found instead", () => {
    command("python3", "Python 3.13.1");
    command("java", 'openjdk version "21.0.2" 2024-01-16');
    command("go", "go1.20.1");
    const [python, java, go] = missing();
    assert.match(python, /found 3\.13\.1/);
    assert.match(java, /found 21\.0\.2/);
    assert.match(go, /found no pulumi, Go 1\.20\.1/);
  });

  it("asks only for Node where nothing runs on this machine", () => {
    assert.deepEqual(missingPrerequisites(folder, false, { PATH: folder }), []);
  });
});
