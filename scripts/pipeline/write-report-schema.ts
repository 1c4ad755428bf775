import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../setup/paths";
import { reportJsonSchema } from "./report-schema";

export const schemaFile = path.join(root, "docs", "run-report.schema.json");

/** `npx tsx scripts/pipeline/write-report-schema.ts` writes docs/run-report.schema.json from the zod schema. */
if (require.main === module) {
  reportJsonSchema()
    .then((text) => fs.writeFileSync(schemaFile, text))
    .catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
