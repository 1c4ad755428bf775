import { strict as assert } from "node:assert";
import { policyDocument } from "../../../components/access/documents";
import { Context } from "../../../policy/iam/context";
import { parseDocument } from "../../../policy/iam/document";
import { evaluate } from "../../../policy/iam/evaluate";
import { decisions, documents, place } from "../../support/decisions";

/** The same table is asked of the local AWS by real calls: test/local/access/decisions.test.ts. */
describe("the roles' documents", () => {
  for (const { role, may, what, action, resource, context } of decisions) {
    it(`${may ? "let" : "do not let"} ${role} ${what}`, () => {
      const arn = `arn:aws:sts::${place.accountId}:assumed-role/${role}/one`;
      const decision = evaluate(
        {
          principal: { kind: "role-session", arn, roleArn: `arn:aws:iam::${place.accountId}:role/${role}` },
          action,
          resource,
          resourceAccount: place.accountId,
          context: new Context(context),
        },
        { identity: [parseDocument(policyDocument(documents[role]))] },
      );
      assert.equal(decision.allowed, may);
    });
  }
});
