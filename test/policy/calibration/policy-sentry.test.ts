import { strict as assert } from "node:assert";
import { type Action, ActionCatalogue } from "../../../policy/iam/actions";
import { parseDocument } from "../../../policy/iam/document";
import { allowedActions } from "../../../scripts/policy/managed-policies";
import { assertListed, type Difference, listedDifferences } from "./differences";
import { ask, SET_UP_TIMEOUT, type Tools } from "./oracle";
import { managedDocuments, POLICIES, SERVICES } from "./sample";

const listed = listedDifferences("policy-sentry");

describe("actions, as policy_sentry knows them", () => {
  /** Of the sample, by name. */
  const actions = new Map<string, Action>();
  const catalogue = new ActionCatalogue();
  let patterns: string[];
  let theirs: Tools["policy_sentry"]["answer"];

  before(async function () {
    this.timeout(SET_UP_TIMEOUT);
    const statements = Object.values(managedDocuments(POLICIES)).flatMap((it) => parseDocument(it).statements);
    const named = statements.flatMap((it) => [...it.actions, ...it.notActions]);
    await catalogue.load([...named, ...SERVICES]);
    const all = SERVICES.flatMap((it) => catalogue.expand(`${it}:*`));
    for (const action of [...all, ...statements.flatMap((it) => allowedActions(it, catalogue))]) {
      actions.set(action.name, action);
    }
    patterns = [...new Set(named.filter((it) => /[*?]/.test(it)))].sort();
    const services = [...new Set([...actions.keys()].map((it) => it.split(":")[0]))];
    theirs = await ask("policy_sentry", { services, patterns });
  });

  /** What the two say of an action that both know, where it is not the same. */
  const differing = (about: string, ofOurs: (action: Action) => string, ofTheirs: (name: string) => string) =>
    [...actions.values()].flatMap((action): Difference[] => {
      if (!theirs.actions[action.name]) return [];
      const [engine, tool] = [ofOurs(action), ofTheirs(action.name)];
      return engine === tool ? [] : [{ about, of: action.name, engine, tool }];
    });

  it("are the same ones", () => {
    const inServices = Object.keys(theirs.actions).filter((it) => SERVICES.includes(it.split(":")[0]));
    const found = [...new Set([...actions.keys(), ...inServices])].flatMap((of): Difference[] => {
      const [engine, tool] = [actions.has(of), of in theirs.actions].map((knows) => (knows ? "knows it" : "does not"));
      return engine === tool ? [] : [{ about: "action", of, engine, tool }];
    });
    assertListed("action", found, listed);
    assert.ok(actions.size > 4000, `${actions.size} actions`);
  });

  it("are what a wildcard stands for, but for those that policy_sentry does not know", () => {
    const unknown = new Set(listed.filter(({ about }) => about === "action").flatMap(({ of }) => of));
    const ours = patterns.map((it) => catalogue.expand(it).map(({ name }) => name));
    const known = ours.map((names) => names.filter((it) => !unknown.has(it)).sort());
    assert.deepEqual(Object.fromEntries(patterns.map((it, i) => [it, known[i]])), theirs.expansions);
    assert.ok(patterns.length > 50, `${patterns.length} patterns`);
  });

  it("have the same access level", () => {
    const found = differing("access level", mainLevel, (name) => theirs.actions[name].accessLevel);
    assertListed("access level", found, listed);
  });

  it("take resources, or take none", () => {
    const taking = (types: unknown[]) => (types.length > 0 ? "has resource types" : "has none");
    const found = differing(
      "resources",
      ({ resourceTypes }) => taking(resourceTypes),
      (name) => taking(theirs.actions[name].resourceTypes),
    );
    assertListed("resources", found, listed);
  });
});

/** AWS's page now says `Tagging, Write` where it said `Tagging`: of two levels, the one that is not Write is what was said before. */
function mainLevel({ name, accessLevels }: Action): string {
  const levels = accessLevels.length > 1 ? accessLevels.filter((it) => it !== "Write") : accessLevels;
  assert.equal(levels.length, 1, `${name}: ${accessLevels.join(", ")}`);
  return levels[0];
}
