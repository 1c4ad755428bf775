import * as net from "node:net";
import type { Context } from "./context";
import type { Condition } from "./document";
import { matches, matchesArn } from "./pattern";

/** Compares one value of the request with one of the policy. `variables` as in `Reading`. */
type Comparison = (found: string, wanted: string, variables?: Context) => boolean;

const text =
  (wildcards: boolean, ignoreCase = false): Comparison =>
  (found, wanted, variables) =>
    matches(wanted, found, { variables, wildcards, ignoreCase });

const ordered =
  (read: (text: string) => number, holds: (found: number, wanted: number) => boolean): Comparison =>
  (found, wanted) =>
    holds(read(found), read(wanted));

const orders = (type: string, read: (text: string) => number): Record<string, Comparison> => ({
  [`${type}Equals`]: ordered(read, (found, wanted) => found === wanted),
  [`${type}LessThan`]: ordered(read, (found, wanted) => found < wanted),
  [`${type}LessThanEquals`]: ordered(read, (found, wanted) => found <= wanted),
  [`${type}GreaterThan`]: ordered(read, (found, wanted) => found > wanted),
  [`${type}GreaterThanEquals`]: ordered(read, (found, wanted) => found >= wanted),
});

/** ISO 8601, or seconds since 1970. NaN compares with nothing. */
const date = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const number = (text: string) => (text.trim() === "" ? NaN : Number(text));
const arn: Comparison = (found, wanted, variables) => matchesArn(wanted, found, variables);

const comparisons: Record<string, Comparison> = {
  StringEquals: text(false),
  StringEqualsIgnoreCase: text(false, true),
  StringLike: text(true),
  ...orders("Numeric", number),
  ...orders("Date", date),
  Bool: (found, wanted) => found.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (found, wanted) => found === wanted,
  IpAddress: inNetwork,
  ArnEquals: arn,
  ArnLike: arn,
};

/** Operators that hold when no value of the policy stands for the request's. */
const negated: Record<string, string> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
};

const isComparison = (base: string) => Object.hasOwn(comparisons, base);
const isNegation = (base: string) => Object.hasOwn(negated, base);

interface Operator {
  /** `ForAllValues`, `ForAnyValue`. */
  set?: string;
  base: string;
  ifExists: boolean;
}

/** @returns undefined when IAM knows no such operator */
export function parseOperator(written: string): Operator | undefined {
  const [, set, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(written) ?? [];
  const isKnown = base === "Null" ? !set && !ifExists : base !== undefined && (isComparison(base) || isNegation(base));
  return isKnown ? { set, base, ifExists: ifExists !== undefined } : undefined;
}

/**
 * Whether the request meets a condition.
 *
 * @param variables the request's keys where the document has variables
 * @throws Error for an operator that IAM does not know
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function holds(condition: Condition, context: Context, variables?: Context): boolean {
  const operator = parseOperator(condition.operator);
  if (!operator) throw new Error(`IAM knows no condition operator ${condition.operator}`);
  const { set, base, ifExists } = operator;
  const found = context.get(condition.key);
  if (base === "Null") {
    return condition.values.some((wanted) => (wanted.toLowerCase() === "true") === (found === undefined));
  }
  if (found === undefined || found.length === 0) {
    return ifExists || set === "ForAllValues" || (isNegation(base) && set === undefined);
  }
  const isNegated = isNegation(base);
  const compare = comparisons[isNegated ? negated[base] : base];
  const holdsFor = (value: string) =>
    condition.values.some((wanted) => compare(value, wanted, variables)) !== isNegated;
  // Of a key with several values and no set operator, one value must be as wanted, and none as unwanted.
  const all = set === "ForAllValues" || (set === undefined && isNegated);
  return all ? found.every(holdsFor) : found.some(holdsFor);
}

function inNetwork(address: string, network: string): boolean {
  const [start, bits] = network.split("/");
  const family = net.isIP(start);
  if (family === 0 || net.isIP(address) !== family) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const list = new net.BlockList();
  list.addSubnet(start, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  return list.check(address, type);
}
