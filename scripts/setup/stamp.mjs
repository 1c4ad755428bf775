import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** Hash of the files that a step is made from and of what else decides its result, such as a version. */
export function fingerprint(files, ...more) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(fs.readFileSync(file)).update("\0");
  }
  return hash.update(more.join("\0")).digest("hex");
}

/** Whether a step was finished with this fingerprint. */
export function isDone(stamp, want) {
  return fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === want;
}

/** Written last, so that a step which was interrupted is done again. */
export function markDone(stamp, want) {
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, want);
}
