import { verifiableDocuments } from "../../../../policy/rules/iam-least-privilege/verifiable-documents";
import { resource, resourceFindings, UNKNOWN } from "../../support/findings";
import { places } from "../documents";
import { inOurOwn } from "../own";
import { throwsUnknown } from "../unknown";

const ROLE = "aws:iam/role:Role";
const document = JSON.stringify({ Version: "2012-10-17", Statement: [] });

function unknownIn(title: string, type: string, props: Record<string, unknown>, properties: string): void {
  it(title, async () => {
    const check = () => verifiableDocuments.resources[type](resource(type, props, { name: "loader" }), {});
    await throwsUnknown(check, `unverifiable: ${properties} of loader is unknown until the update`);
  });
}

describe("verifiable-documents", () => {
  inOurOwn(verifiableDocuments);

  describe("throws, with resource and property, when it cannot read the document of", () => {
    for (const [type, property] of places) unknownIn(type, type, { [property]: UNKNOWN }, property);
    unknownIn(
      "an inline policy of a role",
      ROLE,
      { assumeRolePolicy: document, inlinePolicies: [{ policy: document }, { policy: UNKNOWN }] },
      "inlinePolicies[1].policy",
    );
    unknownIn("a role, not even their number", ROLE, { inlinePolicies: UNKNOWN }, "inlinePolicies");
    unknownIn(
      "several of a role",
      ROLE,
      { assumeRolePolicy: UNKNOWN, inlinePolicies: [{ policy: UNKNOWN }] },
      "assumeRolePolicy, inlinePolicies[0].policy",
    );
  });

  resourceFindings(verifiableDocuments, {
    "a document that is known is fine": [
      ROLE,
      { assumeRolePolicy: document, inlinePolicies: [{ policy: document }] },
      [],
    ],
    "malformed, it is another rule's business": ["aws:iam/rolePolicy:RolePolicy", { policy: "{" }, []],
    "none is fine": ["aws:kms/key:Key", {}, []],
    "what else is unknown does not count": ["aws:iam/rolePolicy:RolePolicy", { role: UNKNOWN, policy: document }, []],
  });
});
