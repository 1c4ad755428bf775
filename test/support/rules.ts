import { strict as assert } from "node:assert";
import { unknownCheckingProxy } from "@pulumi/policy";
import { ActionCatalogue } from "../../policy/iam/actions";
import { parseDocument } from "../../policy/iam/document";
import { documentsOf } from "../../policy/rules/documents";
import { type Resource, Stack } from "../../policy/rules/resources";
import type { Rule, StatementRule } from "../../policy/rules/rule";
import { deploy } from "./harness";

/** Tests that rules of the policy packs find nothing in what a component makes. */
export function itPasses(make: () => unknown, rules: Rule[]): void {
  it(`passes ${rules.map(({ name }) => name).join(", ")}`, async () => {
    const { resources } = await deploy(make);
    const all = resources.map(({ type, name, inputs, protect }): Resource => {
      const props = unknownCheckingProxy(inputs);
      const urn = `${type}::${name}`;
      return {
        type,
        name,
        urn,
        props,
        isProtected: protect,
        propertyDependencies: {},
        provider: {},
        isSecret: () => false,
      };
    });
    const found = await Promise.all(rules.map((rule) => findingsIn(all, rule)));
    assert.deepEqual(found.flat(), []);
  });
}

async function findingsIn(resources: Resource[], rule: Rule): Promise<string[]> {
  const inStack = "checkStack" in rule ? rule.checkStack(new Stack(resources), {}) : [];
  const found = resources.map(async (resource) => {
    const inResource = "resources" in rule ? await rule.resources[resource.type]?.(resource, {}) : [];
    const inStatements = "check" in rule ? await inDocuments(rule, resource) : [];
    return [...(inResource ?? []), ...inStatements].map((what) => ({ resource, what }));
  });
  const all = [...inStack, ...(await Promise.all(found)).flat()];
  return all.map(({ resource, what }) => `${rule.name}, ${resource.name}: ${what}`);
}

async function inDocuments(rule: StatementRule, resource: Resource): Promise<string[]> {
  const found = documentsOf(resource, assert.ifError)
    .filter(({ kind }) => (rule.documents ?? ["identity"]).includes(kind))
    .map(async ({ source, kind }) => {
      const document = parseDocument(source);
      const patterns = document.statements.flatMap((it) => [...it.actions, ...it.notActions]);
      const given = { resource, document, kind, actions: await new ActionCatalogue().load(patterns), settings: {} };
      return document.statements.flatMap((it) => rule.check(it, given));
    });
  return (await Promise.all(found)).flat();
}
