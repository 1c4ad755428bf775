import { actionCatalogue } from "../../iam/actions";
import { parseOperator } from "../../iam/conditions";
import { MalformedDocumentError, parseDocument, type Statement, statementName } from "../../iam/document";
import { type DocumentKind, documentsOf, placed, typesWithDocuments } from "../documents";
import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";

/** What IAM would refuse, or take and never apply. */
export const validDocuments: ResourceRule = {
  name: "valid-documents",
  severity: "high",
  title: "Policy documents are well formed, of their kind, and name actions and condition operators that exist",
  rationale:
    "IAM refuses a malformed document in the middle of the update, and takes an action that does not exist: it grants nothing.",
  remedy: "Mend the element that the finding names.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",

  resources: Object.fromEntries(typesWithDocuments.map((type) => [type, findings])),
};

async function findings(resource: Resource): Promise<string[]> {
  const found: string[] = [];
  for (const it of documentsOf(resource, () => undefined)) {
    try {
      const document = parseDocument(it.source);
      for (const statement of document.statements) {
        for (const what of [...misplaced(statement, it.kind), ...(await wrongIn(statement))])
          found.push(placed(it, what, statementName(document, statement)));
      }
    } catch (error) {
      if (!(error instanceof MalformedDocumentError)) throw error;
      found.push(placed(it, error.message));
    }
  }
  return found;
}

/** What the kind of document wants or has no place for. Some resource policies name their resource and some do not. */
function misplaced(
  { sid = "", principals, notPrincipals, resources, notResources }: Statement,
  kind: DocumentKind,
): string[] {
  const hasPrincipal = principals !== undefined || notPrincipals !== undefined;
  const hasResource = resources.length + notResources.length > 0;
  if (kind === "identity") {
    return [
      ...(hasResource ? [] : ["has no Resource"]),
      ...(hasPrincipal ? ["has a Principal: an identity policy is about who holds it"] : []),
      ...(/^[A-Za-z0-9]*$/.test(sid) ? [] : [`Sid ${sid}: expected letters and digits only`]),
    ];
  }
  return [
    ...(hasPrincipal ? [] : ["has no Principal"]),
    ...(kind === "trust" && hasResource ? ["has a Resource: a trust policy is about its role"] : []),
  ];
}

async function wrongIn({ actions, notActions, conditions }: Statement): Promise<string[]> {
  const patterns = [...actions, ...notActions];
  const catalogue = await actionCatalogue.load(patterns);
  return [
    ...patterns.filter((it) => catalogue.expand(it).length === 0).map((it) => `AWS has no action ${it}`),
    ...conditions
      .filter((it) => !parseOperator(it.operator))
      .map((it) => `IAM knows no condition operator ${it.operator}`),
  ];
}
