import { strict as assert } from "node:assert";
import { unknownCheckingProxy } from "@pulumi/policy";
import { ActionCatalogue } from "../../../policy/iam/actions";
import { parseDocument } from "../../../policy/iam/document";
import type { DocumentKind } from "../../../policy/rules/documents";
import { type Resource, Stack } from "../../../policy/rules/resources";
import type { ResourceRule, Settings, StackRule, StatementRule } from "../../../policy/rules/rule";

/** What the engine sends for a value that is unknown at preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A statement as it is written, what is found in it, how the rule is configured, and whose statement it is. */
type StatementCase = [statement: object, expected: string[], settings?: Settings, resource?: Resource];

/** A test for each statement: what the rule finds in it, word for word. */
export function findings(
  rule: StatementRule,
  cases: Record<string, StatementCase>,
  kind: DocumentKind = "identity",
): void {
  for (const [title, [statement, expected, settings = {}, of = resource("test", {})]] of Object.entries(cases)) {
    it(title, async () => {
      const document = parseDocument({ Version: "2012-10-17", Statement: [statement] });
      const [{ actions, notActions }] = document.statements;
      const catalogue = await new ActionCatalogue().load([...actions, ...notActions]);
      const given = { resource: of, document, kind, actions: catalogue, settings };
      assert.deepEqual(rule.check(document.statements[0], given), expected);
    });
  }
}

/** A resource named `it`, or as told, with properties that come from others. */
export function resource(
  type: string,
  props: Record<string, unknown>,
  {
    name = "it",
    isProtected = false,
    from = {},
    provider = {},
    secrets = [],
  }: {
    name?: string;
    isProtected?: boolean;
    from?: Record<string, Resource>;
    provider?: Record<string, unknown>;
    secrets?: string[];
  } = {},
): Resource {
  const urn = `urn:pulumi:test::project::${type}::${name}`;
  const propertyDependencies = Object.fromEntries(Object.entries(from).map(([property, it]) => [property, [it.urn]]));
  return {
    type,
    name,
    urn,
    props: unknownCheckingProxy(props),
    isProtected,
    propertyDependencies,
    provider: unknownCheckingProxy(provider),
    isSecret: (property) => secrets.includes(property),
  };
}

/** The type, its properties, what is found, and how the rule is configured. */
type ResourceCase = [type: string, props: Record<string, unknown>, expected: string[], settings?: Settings];

/** A test for each resource: what the rule finds in it, word for word. */
export function resourceFindings(rule: ResourceRule, cases: Record<string, ResourceCase>): void {
  for (const [title, [type, props, expected, settings = {}]] of Object.entries(cases)) {
    it(title, async () => {
      assert.deepEqual(await rule.resources[type](resource(type, props), settings), expected);
    });
  }
}

/** The resources, what is found as `NAME: WHAT`, and how the rule is configured. */
type StackCase = [resources: Resource[], expected: string[], settings?: Settings];

/** A test for each stack: what the rule finds, word for word. */
export function stackFindings(rule: StackRule, cases: Record<string, StackCase>): void {
  for (const [title, [resources, expected, settings = {}]] of Object.entries(cases)) {
    it(title, () => {
      const found = rule.checkStack(stackOf(resources), settings);
      assert.deepEqual(
        found.map(({ resource: { name }, what }) => `${name}: ${what}`),
        expected,
      );
    });
  }
}

export const stackOf = (resources: Resource[]) => new Stack(resources);
