import {
  type PolicyConfigSchema,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { actionCatalogue } from "../iam/actions";
import { MalformedDocumentError, parseDocument, type PolicyDocument, statementName } from "../iam/document";
import { type DocumentKind, documentsOf, typesWithDocuments } from "../rules/documents";
import { type Resource, Stack } from "../rules/resources";
import type { ResourceRule, Rule, RuleInfo, Settings, StackRule, StatementRule } from "../rules/rule";
import { isUnknown, unverifiable } from "../rules/unverifiable";
import { afterExceptions, exception } from "./exceptions";

/** Today in UTC, `YYYY-MM-DD`. */
const today = () => new Date().toISOString().slice(0, 10);

/** A rule as Pulumi runs it. */
export function toPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const policy = {
    name: rule.name,
    displayName: rule.name,
    description: rule.title,
    severity: rule.severity,
    remediationSteps: rule.remedy,
    url: rule.link,
    configSchema: configSchema(rule),
  };
  if ("checkStack" in rule) return { ...policy, validateStack: stackValidation(rule) };
  const [types, findings] = "check" in rule ? aboutStatements(rule) : aboutResources(rule);
  return {
    ...policy,
    validateResource: async (args, report) => {
      if (!types.has(args.type)) return;
      const { settings, tell } = configured(rule, args, report);
      const resource = resourceOf(args);
      for (const what of await findings(resource, settings)) tell(resource, what);
    },
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
  const tell = (resource: Resource, what: string) => {
    const finding = afterExceptions(what, resource, config.data.exceptions, today());
    if (finding !== undefined) report(message(rule, resource, finding), resource.urn);
  };
  return { settings: config.data, tell };
}

const message = ({ rationale, remedy, link }: RuleInfo, { name }: Resource, what: string) =>
  `${name}: ${what}\n    why: ${rationale}\n    remedy: ${remedy}\n    see: ${link}`;

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
      for (const { property, kind, source } of documentsOf(resource, unlessUnknown)) {
        const document = kinds.includes(kind) && wellFormed(source);
        if (document) findings.push(...(await findingsIn(document, property, rule, kind, settings)));
      }
      return findings;
    },
  ];
}

/** Documents that are unknown are the business of a rule of their own, `verifiable-documents`. */
function unlessUnknown(_property: string, error: unknown): void {
  if (!isUnknown(error)) throw error;
}

/** So are malformed ones, of `valid-documents`. */
function wellFormed(source: unknown): PolicyDocument | undefined {
  try {
    return parseDocument(source);
  } catch (error) {
    if (error instanceof MalformedDocumentError) return undefined;
    throw error;
  }
}

async function findingsIn(
  document: PolicyDocument,
  property: string,
  rule: StatementRule,
  kind: DocumentKind,
  settings: Settings,
): Promise<string[]> {
  await actionCatalogue.load(document.statements.flatMap(({ actions, notActions }) => [...actions, ...notActions]));
  const given = { document, kind, actions: actionCatalogue, settings };
  return document.statements.flatMap((statement) =>
    rule.check(statement, given).map((what) => `${property}, ${statementName(document, statement)}: ${what}`),
  );
}

const stackValidation =
  (rule: StackRule): StackValidationPolicy["validateStack"] =>
  (args, report) => {
    const { settings, tell } = configured(rule, args, report);
    const stack = new Stack(
      args.resources.map((it) => ({
        ...resourceOf(it),
        propertyDependencies: urnsByProperty(it.propertyDependencies),
      })),
    );
    for (const { resource, what } of rule.checkStack(stack, settings)) tell(resource, what);
    if (stack.unverifiable.length > 0) throw unverifiable([...new Set(stack.unverifiable)].join("; "));
  };

const urnsByProperty = (resources: PolicyResource["propertyDependencies"]) =>
  Object.fromEntries(Object.entries(resources).map(([property, of]) => [property, of.map(({ urn }) => urn)]));

const resourceOf = ({
  type,
  name,
  urn,
  props,
  opts,
}: Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props" | "opts">): Resource => ({
  type,
  name,
  urn,
  props,
  isProtected: opts.protect,
  propertyDependencies: {},
});
