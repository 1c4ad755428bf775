import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import { MalformedDocumentError, parseDocument } from "../../../policy/iam/document";
import { awsManagedPolicies, countsFile, managedPolicyCounts } from "../../../scripts/policy/managed-policies";

describe("all AWS managed policies", () => {
  it("can be parsed, every statement of them", () => {
    const policies = Object.entries(awsManagedPolicies());
    assert.ok(policies.length > 1500, `${policies.length} policies`);
    const refused = policies.flatMap(([name, { Document }]) => {
      try {
        const { Statement } = Document as { Statement: object | object[] };
        const { statements } = parseDocument(Document);
        return statements.length === [Statement].flat().length ? [] : `${name}: ${statements.length} statements`;
      } catch (error) {
        if (error instanceof MalformedDocumentError) return `${name}: ${error.message}`;
        throw error;
      }
    });
    assert.deepEqual(refused, []);
  });

  it("are counted in policy/iam/managed-policies.json as of the data that is installed", async () => {
    assert.equal(fs.readFileSync(countsFile, "utf8"), await managedPolicyCounts());
  });
});
