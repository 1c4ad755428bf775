import type { z } from "zod";
import type { ActionCatalogue } from "../iam/actions";
import type { PolicyDocument, Statement } from "../iam/document";
import type { DocumentKind } from "./documents";
import type { Resource, Stack } from "./resources";

/** What a reader of a finding is told, whatever the rule. */
export interface RuleInfo {
  /** The policy's name in the pack, and in its configuration. */
  name: string;
  /** What is so where the rule is kept. */
  title: string;
  severity: "low" | "medium" | "high" | "critical";
  /** What may happen where it is not. */
  rationale: string;
  remedy: string;
  link: string;
  /** What may be configured beside level and exceptions, all with defaults. */
  settings?: z.ZodObject;
}

/** A rule about each statement of policy documents. */
export interface StatementRule extends RuleInfo {
  /** @default identity policies only */
  documents?: DocumentKind[];
  /** @returns what is wrong, one text a finding */
  check(statement: Statement, given: StatementContext): string[];
}

/** What a statement is judged by, beside itself. */
export interface StatementContext {
  resource: Resource;
  document: PolicyDocument;
  kind: DocumentKind;
  /** Holds the services that the document names. */
  actions: ActionCatalogue;
  settings: Settings;
}

/** A rule about single resources. */
export interface ResourceRule extends RuleInfo {
  /**
   * By type token: what is wrong with a resource of the type. A property that is unknown at preview throws when it is read;
   * the finding then is that the rule could not be verified.
   */
  resources: Record<string, (resource: Resource, settings: Settings) => string[] | Promise<string[]>>;
}

/** A rule about what the resources of a stack are to each other. */
export interface StackRule extends RuleInfo {
  checkStack(stack: Stack, settings: Settings): StackFinding[];
}

export interface StackFinding {
  resource: Resource;
  what: string;
}

/** The values of {@link RuleInfo.settings}; each rule parses its own. */
export type Settings = Record<string, unknown>;

/** One that is also about the stack judges there what a resource alone does not tell. */
export type Rule = StatementRule | ResourceRule | StackRule | (StatementRule & StackRule);
