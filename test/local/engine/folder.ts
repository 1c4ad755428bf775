import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A temporary folder to put small programs into. */
export class Folder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "engine-"));

  /** Writes a shell script. @returns its path */
  script(name: string, text = "exit 0"): string {
    const file = path.join(this.path, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return file;
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true });
  }
}
