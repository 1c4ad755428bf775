import { documentsOf, typesWithDocuments } from "../documents";
import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";
import { unverifiable } from "../unverifiable";

/** A document that is unknown at preview is named, once for all rules, and not passed in silence. */
export const verifiableDocuments: ResourceRule = {
  name: "verifiable-documents",
  severity: "medium",
  title: "Policy documents are known at preview",
  rationale:
    "A document that holds one unresolved output is unknown as a whole, and no rule can read it before it is deployed.",
  remedy:
    "Build ARNs from partition, region, account and names that the program sets, instead of from outputs of new resources.",
  link: "https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/",

  resources: Object.fromEntries(typesWithDocuments.map((type) => [type, verify])),
};

function verify(resource: Resource): string[] {
  const unknown: string[] = [];
  documentsOf(resource, (property) => unknown.push(property));
  if (unknown.length === 0) return [];
  throw unverifiable(`${unknown.join(", ")} of ${resource.name} is unknown until the update`);
}
