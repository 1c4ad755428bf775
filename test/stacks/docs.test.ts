import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { root } from "../../scripts/setup/paths";
import { pipelineSchema } from "../../stacks/config";

/** Values that the page leaves to the arguments' docstrings or to AWS's own pages. */
const elsewhere =
  /^(G\.\dX|delete-insert|merge|\w+log|raw|az64|bytedict|delta\w*|lzo|mostly\d+|runlength|text\d+k?|zstd)$/;

/** Names of all keys, and all values of which one must be chosen. */
function words(schema: unknown): string[] {
  if (schema === null || typeof schema !== "object") {
    return [];
  }
  const { properties = {}, const: only, enum: values = [] } = schema as z.core.JSONSchema.JSONSchema;
  const choices = [only, ...values].filter((value): value is string => typeof value === "string");
  return [...Object.keys(properties), ...choices, ...Object.values(schema).flatMap(words)];
}

describe("docs/configuration.md", () => {
  const page = fs.readFileSync(path.join(root, "docs", "configuration.md"), "utf8");
  const code = [...page.matchAll(/`([^`]+)`/g)].flatMap(([, text]) => text.split(/[^\w.$*[\]-]+/));
  const named = new Set(code.flatMap((word) => [word, ...word.split(".")]).map((word) => word.replace(/\[\]$/, "")));

  it("names every key of the configuration and every value that may be chosen", () => {
    const all = new Set(words(z.toJSONSchema(pipelineSchema, { unrepresentable: "any" })));
    assert.ok(all.size > 80, `only ${all.size} words found`);
    assert.deepEqual(
      [...all].filter((word) => !named.has(word) && !elsewhere.test(word)),
      [],
    );
  });
});
