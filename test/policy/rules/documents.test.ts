import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import * as path from "node:path";
import { documentsOf, placed, typesWithDocuments } from "../../../policy/rules/documents";
import { resource } from "../support/findings";
import { places } from "./documents";

const load = createRequire(__filename);

/** The class of a type token, without the whole SDK. */
function classOf(type: string): { __pulumiType: string } {
  const [, module, name] = type.split(":");
  return (load(path.join("@pulumi/aws", module)) as Record<string, { __pulumiType: string }>)[name];
}

describe("policy documents", () => {
  it("are those of all types", () => {
    assert.deepEqual(
      typesWithDocuments,
      places.map(([type]) => type),
    );
  });

  for (const [type, property, kind] of places) {
    it(`of ${type}, a type of the provider, are of the kind ${kind}`, () => {
      assert.equal(classOf(type).__pulumiType, type);
      const found = documentsOf(resource(type, { [property]: "{}" }), assert.ifError);
      assert.deepEqual(found, [{ property, kind, source: "{}", isSecret: false }]);
    });
  }

  it("that are secret are named by their property alone", () => {
    const policies = [{ policy: "{}" }, { policy: "{}" }];
    const role = resource("aws:iam/role:Role", { inlinePolicies: policies }, { secrets: ["inlinePolicies[1].policy"] });
    const findings = documentsOf(role, assert.ifError).map((it) => placed(it, "allows s3:* on *", "statement All"));
    assert.deepEqual(findings, [
      "inlinePolicies[0].policy, statement All: allows s3:* on *",
      "inlinePolicies[1].policy: a secret document, whose statements are not shown",
    ]);
  });
});
