import {
  type PolicyConfigSchema,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { actionCatalogue } from "../iam/actions";
import { statementName } from "../iam/document";
import { documentsOf, type FoundDocument, placed, typesWithDocuments, wellFormed } from "../rules/documents";
import { type Resource, Stack } from "../rules/resources";
import type { ResourceRule, Rule, RuleInfo, Settings, StackRule, StatementRule } from "../rules/rule";
import { isUnknown, unverifiable } from "../rules/unverifiable";
import { afterExceptions, exception } from "./exceptions";

/** Today in UTC, `YYYY-MM-DD`. */
const today = () => new Date().toISOString().slice(0, 10);

/** Whether a property of the resource with the URN, or a part of it, is a secret. */
export type SecretTest = (urn: string, property: string) => boolean;

/** A rule as Pulumi runs it. */
export function toPolicy(
  rule: Rule,
  isSecret: SecretTest = () => false,
): ResourceValidationPolicy | StackValidationPolicy {
  return {
    name: rule.name,
    displayName: rule.name,
    description: rule.title,
    severity: rule.severity,
    remediationSteps: rule.remedy,
    url: rule.link,
    configSchema: configSchema(rule),
    ...("checkStack" in rule && { validateStack: stackValidation(rule, isSecret) }),
    ...("check" in rule && { validateResource: resourceValidation(rule, isSecret, ...aboutStatements(rule)) }),
    ...("resources" in rule && { validateResource: resourceValidation(rule, isSecret, ...aboutResources(rule)) }),
  };
}

const configOf = (rule: RuleInfo) =>
  z.looseObject({ exceptions: z.array(exception).default([]), ...rule.settings?.shape });

function configSchema(rule: RuleInfo): PolicyConfigSchema {
  const { properties = {} } = z.toJSONSchema(configOf(rule), { io: "input" });
  return { properties: properties as PolicyConfigSchema["properties"] };
}

/** @throws Error that names what is wrong in the rule's configuration */
function configured(
  rule: RuleInfo,
  { getConfig }: { getConfig: <T extends object>() => T },
  report: ReportViolation,
): { settings: Settings; tell: (resource: Resource, what: string) => void } {
  const config = configOf(rule).safeParse(getConfig());
  if (!config.success) throw new Error(`configuration of ${rule.name}: ${z.prettifyError(config.error)}`);
  const told = new Set<string>();
  const tell = (resource: Resource, what: string) => {
    const finding = afterExceptions(what, resource, config.data.exceptions, today());
    // Of a secret document, all findings read the same.
    const key = `${resource.urn} ${what}`;
    if (finding !== undefined && !told.has(key)) report(message(rule, resource, finding), resource.urn);
    told.add(key);
  };
  return { settings: config.data, tell };
}

const message = ({ rationale, remedy, link }: RuleInfo, { name }: Resource, what: string) =>
  `${name}: ${what}\n    why: ${rationale}\n    remedy: ${remedy}\n    see: ${link}`;

const resourceValidation =
  (rule: RuleInfo, isSecret: SecretTest, types: Set<string>, findings: Findings): ResourceValidation =>
  async (args, report) => {
    if (!types.has(args.type)) return;
    const { settings, tell } = configured(rule, args, report);
    const resource = resourceOf(args, isSecret);
    for (const what of await findings(resource, settings)) tell(resource, what);
  };

type Findings = (resource: Resource, settings: Settings) => Promise<string[]>;

function aboutResources(rule: ResourceRule): [Set<string>, Findings] {
  return [
    new Set(Object.keys(rule.resources)),
    async (resource, settings) => rule.resources[resource.type](resource, settings),
  ];
}

function aboutStatements(rule: StatementRule): [Set<string>, Findings] {
  const kinds = rule.documents ?? ["identity"];
  return [
    new Set(typesWithDocuments),
    async (resource, settings) => {
      const findings: string[] = [];
      for (const found of documentsOf(resource, unlessUnknown)) {
        if (kinds.includes(found.kind)) findings.push(...(await findingsIn(found, rule, resource, settings)));
      }
      return findings;
    },
  ];
}

/** Documents that are unknown are the business of a rule of their own, `verifiable-documents`. */
function unlessUnknown(_property: string, error: unknown): void {
  if (!isUnknown(error)) throw error;
}

async function findingsIn(
  found: FoundDocument,
  rule: StatementRule,
  resource: Resource,
  settings: Settings,
): Promise<string[]> {
  const document = wellFormed(found);
  if (!document) return [];
  await actionCatalogue.load(document.statements.flatMap(({ actions, notActions }) => [...actions, ...notActions]));
  const given = { resource, document, kind: found.kind, actions: actionCatalogue, settings };
  return document.statements.flatMap((statement) =>
    rule.check(statement, given).map((what) => placed(found, what, statementName(document, statement))),
  );
}

const stackValidation =
  (rule: StackRule, isSecret: SecretTest): StackValidationPolicy["validateStack"] =>
  (args, report) => {
    const { settings, tell } = configured(rule, args, report);
    const stack = new Stack(
      args.resources.map((it) => ({
        ...resourceOf(it, isSecret),
        propertyDependencies: urnsByProperty(it.propertyDependencies),
      })),
    );
    for (const { resource, what } of rule.checkStack(stack, settings)) tell(resource, what);
    if (stack.unverifiable.length > 0) throw unverifiable([...new Set(stack.unverifiable)].join("; "));
  };

const urnsByProperty = (resources: PolicyResource["propertyDependencies"]) =>
  Object.fromEntries(Object.entries(resources).map(([property, of]) => [property, of.map(({ urn }) => urn)]));

type Seen = Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props" | "opts" | "provider">;

const resourceOf = ({ type, name, urn, props, opts, provider }: Seen, isSecret: SecretTest): Resource => ({
  type,
  name,
  urn,
  props,
  isProtected: opts.protect,
  propertyDependencies: {},
  provider: provider?.props ?? {},
  isSecret: (property) => isSecret(urn, property),
});
