import { strict as assert } from "node:assert";
import { unknownCheckingProxy } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { ActionCatalogue } from "../../../policy/iam/actions";
import { parseDocument } from "../../../policy/iam/document";
import { documentsOf } from "../../../policy/rules/documents";
import { type Resource, Stack } from "../../../policy/rules/resources";
import type { Rule, Settings, StatementRule } from "../../../policy/rules/rule";
import { deploy } from "../../support/harness";
import { make } from "../../support/shop-pipeline";

/** A test of what the rule finds in a whole pipeline as our components make it: `NAME: WHAT`, by default nothing. */
export function inOurOwn(rule: Rule, expected: string[] = [], settings: Settings = {}): void {
  it(`finds ${expected.length === 0 ? "nothing" : "what is left to who uses it"} in a pipeline of ours`, async () => {
    assert.deepEqual((await findingsIn(await pipeline(), rule, settings)).sort(), [...expected].sort());
  });
}

let made: Promise<Resource[]> | undefined;
const pipeline = () => (made ??= resourcesOf(() => make()));

/** What a program makes, as a policy is shown it. */
export async function resourcesOf(program: () => unknown): Promise<Resource[]> {
  const origins: Origins = new Map();
  const { resources } = await deploy(() => {
    record(origins);
    return program();
  });
  return resources.map(({ type, name, inputs, protect }) => {
    const urn = `${type}::${name}`;
    const propertyDependencies = origins.get(urn) ?? {};
    const props = unknownCheckingProxy(inputs);
    return { type, name, urn, props, isProtected: protect, propertyDependencies, provider: {}, isSecret: () => false };
  });
}

/** By resource, what each of its properties comes from. */
type Origins = Map<string, Resource["propertyDependencies"]>;

/** The part of the mocked engine that {@link record} listens to. */
interface Monitor {
  registerResource(request: Registration, done: unknown): void;
}
interface Registration {
  getType(): string;
  getName(): string;
  getPropertydependenciesMap(): { entries(): Iterable<[property: string, { getUrnsList(): string[] }]> };
}

/** Keeps what the harness does not. */
function record(origins: Origins): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const { registerResource } = monitor;
  const short = (urn: string) => urn.split("::").slice(2).join("::").split("$").at(-1)!;
  monitor.registerResource = (request, done) => {
    const properties = [...request.getPropertydependenciesMap().entries()].map(([property, urns]) => [
      property,
      urns.getUrnsList().map(short),
    ]);
    origins.set(`${request.getType()}::${request.getName()}`, Object.fromEntries(properties));
    registerResource.call(monitor, request, done);
  };
}

/** What the rule finds in the resources: `NAME: WHAT`. */
export async function findingsIn(resources: Resource[], rule: Rule, settings: Settings = {}): Promise<string[]> {
  const inStack = "checkStack" in rule ? rule.checkStack(new Stack(resources), settings) : [];
  const found = resources.map(async (resource) => {
    const inResource = "resources" in rule ? await rule.resources[resource.type]?.(resource, settings) : undefined;
    const inStatements = "check" in rule ? await inDocuments(rule, resource, settings) : [];
    return [...(inResource ?? []), ...inStatements].map((what) => ({ resource, what }));
  });
  return [...inStack, ...(await Promise.all(found)).flat()].map(({ resource: { name }, what }) => `${name}: ${what}`);
}

async function inDocuments(rule: StatementRule, resource: Resource, settings: Settings): Promise<string[]> {
  const kinds = rule.documents ?? ["identity"];
  const found = documentsOf(resource, assert.ifError)
    .filter(({ kind }) => kinds.includes(kind))
    .map(async ({ source, kind }) => {
      const document = parseDocument(source);
      const patterns = document.statements.flatMap((it) => [...it.actions, ...it.notActions]);
      const given = { resource, document, kind, actions: await new ActionCatalogue().load(patterns), settings };
      return document.statements.flatMap((it) => rule.check(it, given));
    });
  return (await Promise.all(found)).flat();
}
