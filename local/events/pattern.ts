import * as net from "node:net";
import { AwsError } from "../gateway/service";

export type Matcher = (value: unknown) => boolean;

/**
 * Reads an event pattern. @returns what tells whether an event matches it.
 *
 * @throws InvalidEventPatternException
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function parsePattern(text: string): Matcher {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw invalid(`not JSON: ${(error as Error).message}`);
  }
  if (!isObject(pattern)) throw invalid("Filter is not an object");
  if (Object.keys(pattern).length === 0) throw invalid("Empty patterns are not allowed");
  return ofObject(pattern);
}

/** Every field of the pattern must match; of a list of objects, one object all of them. */
function ofObject(pattern: Record<string, unknown>): Matcher {
  const fields = Object.entries(pattern).map(([name, value]): Matcher => {
    if (name === "$or") return either(value);
    const matches = Array.isArray(value) ? ofLeaf(value) : isObject(value) ? ofObject(value) : undefined;
    if (!matches) throw invalid(`"${name}" must be an object or an array`);
    return (object) => matches(isObject(object) ? object[name] : undefined);
  });
  return (value) =>
    Array.isArray(value)
      ? value.some((item) => fields.every((field) => field(item)))
      : fields.every((field) => field(value));
}

function either(patterns: unknown): Matcher {
  if (!Array.isArray(patterns) || !patterns.every(isObject)) throw invalid("$or must be an array of objects");
  const matchers = patterns.map(ofObject);
  return (value) => matchers.some((matches) => matches(value));
}

/** One of the filters must match; of a list, one item. */
function ofLeaf(filters: unknown[]): Matcher {
  if (filters.length === 0) throw invalid("Empty arrays are not allowed");
  const matchers = filters.map(ofFilter);
  return (value) => matchers.some((matches) => matches(value));
}

function ofFilter(filter: unknown): Matcher {
  if (isObject(filter)) {
    const [[operator = "", operand] = [], ...more] = Object.entries(filter);
    if (more.length > 0) throw invalid("Only one key allowed in match expression");
    if (operator === "exists") return exists(operand);
    return each(test(operator, operand));
  }
  if (typeof filter === "object" && filter !== null)
    throw invalid("Match value must be String, number, true, false, or null");
  return each((value) => value === filter);
}

/** What is not there matches nothing but `exists: false`. */
const each =
  (matches: Matcher): Matcher =>
  (value) =>
    value !== undefined && (Array.isArray(value) ? value.some(matches) : matches(value));

function exists(wanted: unknown): Matcher {
  if (typeof wanted !== "boolean") throw invalid("exists match pattern must be either true or false");
  return (value) => (value !== undefined) === wanted;
}

function test(operator: string, operand: unknown): Matcher {
  switch (operator) {
    case "prefix":
    case "suffix": {
      const { text, ignoreCase } = affix(operator, operand);
      const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
      const matches = (value: string) =>
        operator === "prefix" ? value.startsWith(fold(text)) : value.endsWith(fold(text));
      return (value) => typeof value === "string" && matches(fold(value));
    }
    case "equals-ignore-case": {
      const text = stringOf(operator, operand).toLowerCase();
      return (value) => typeof value === "string" && value.toLowerCase() === text;
    }
    case "wildcard": {
      const pattern = wildcard(stringOf(operator, operand));
      return (value) => typeof value === "string" && pattern.test(value);
    }
    case "anything-but":
      return anythingBut(operand);
    case "numeric":
      return numeric(operand);
    case "cidr":
      return cidr(stringOf(operator, operand));
    default:
      throw invalid(`Unrecognized match type ${operator}`);
  }
}

function affix(operator: string, operand: unknown): { text: string; ignoreCase: boolean } {
  if (!isObject(operand)) return { text: stringOf(operator, operand), ignoreCase: false };
  return { text: stringOf(operator, operand["equals-ignore-case"]), ignoreCase: true };
}

/** `*` stands for any characters, `\*` for itself. */
function wildcard(text: string): RegExp {
  const parts = text.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  const source = parts.map((part) =>
    part === "*" ? "[^]*" : part.replace(/^\\(?=[*\\])/, "").replace(/[^\w]/g, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`);
}

function anythingBut(operand: unknown): Matcher {
  if (isObject(operand)) {
    const [[operator = "", given] = []] = Object.entries(operand);
    const matchers = [given].flat().map((one) => test(operator, one));
    return (value) => !matchers.some((matches) => matches(value));
  }
  const values = [operand].flat();
  return (value) => !values.includes(value);
}

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "=": (a, b) => a === b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function numeric(operand: unknown): Matcher {
  const parts = Array.isArray(operand) ? operand : [];
  const pairs = Array.from({ length: Math.ceil(parts.length / 2) }, (_, i) => parts.slice(2 * i, 2 * i + 2));
  const isRight = pairs.every(
    ([operator, number]) => Object.hasOwn(COMPARISONS, String(operator)) && typeof number === "number",
  );
  if (pairs.length === 0 || !isRight)
    throw invalid("Value of numeric match must be an array of comparisons and numbers");
  return (value) =>
    typeof value === "number" && pairs.every(([operator, number]) => COMPARISONS[operator](value, number));
}

function cidr(text: string): Matcher {
  const [address, bits] = text.split("/");
  const family = net.isIPv6(address) ? "ipv6" : "ipv4";
  const range = new net.BlockList();
  try {
    range.addSubnet(address, Number(bits), family);
  } catch {
    throw invalid(`Malformed CIDR ${text}`);
  }
  return (value) =>
    typeof value === "string" && net.isIP(value) > 0 && range.check(value, net.isIPv6(value) ? "ipv6" : "ipv4");
}

function stringOf(operator: string, operand: unknown): string {
  if (typeof operand !== "string") throw invalid(`${operator} match pattern must be a string`);
  return operand;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const invalid = (reason: string) =>
  new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
