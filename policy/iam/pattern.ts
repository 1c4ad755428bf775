import type { Context } from "./context";

/** How a text of a policy is to be read. */
export interface Reading {
  /** What variables stand for; without it `${...}` is a text like any other, as in documents of 2008-10-17. */
  variables?: Context;
  /** Whether `*` and `?` are wildcards. */
  wildcards: boolean;
  ignoreCase?: boolean;
}

const TOKEN = /\$\{([^}]*)\}|\*|\?/g;

/**
 * Whether a text of a policy, with its wildcards and variables, stands for the value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function matches(pattern: string, value: string, reading: Reading): boolean {
  const source = regExpSource(pattern, reading, "[^]*");
  return source !== undefined && compiled(source, reading.ignoreCase).test(value);
}

/**
 * Whether the ARN in a `Resource` element, or in an ARN condition, stands for the resource.
 *
 * A `*` keeps to its part between two colons, unless it ends the part or stands in the last of the six.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesArn(pattern: string, arn: string, variables?: Context): boolean {
  const parts = arnParts(pattern);
  const sources = parts.map((part, i) => {
    const inner = regExpSource(part, { variables, wildcards: true }, i === 5 ? "[^]*" : "[^:]*");
    return i < 5 && part.endsWith("*") ? inner?.replace(/\[\^:\]\*$/, "[^]*") : inner;
  });
  return sources.every((source) => source !== undefined) && compiled(sources.join(":")).test(arn);
}

/** Partition, service, region and so on: six parts, of which the last may hold colons. Fewer when it is no ARN. */
export function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Undefined when a variable has no value: then the text stands for nothing. */
function regExpSource(pattern: string, { variables, wildcards }: Reading, anything: string): string | undefined {
  let source = "";
  let end = 0;
  for (const { 0: token, 1: name, index } of pattern.matchAll(TOKEN)) {
    source += escaped(pattern.slice(end, index));
    end = index + token.length;
    if (name === undefined) {
      source += !wildcards ? escaped(token) : token === "*" ? anything : "[^]";
    } else if (variables === undefined) {
      source += escaped(token);
    } else {
      const text = variableValue(name, variables);
      if (text === undefined) return undefined;
      source += escaped(text);
    }
  }
  return source + escaped(pattern.slice(end));
}

function variableValue(name: string, variables: Context): string | undefined {
  if (name === "*" || name === "?" || name === "$") return name;
  const [, key, whenMissing] = /^\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(name) ?? [];
  const values = key === undefined ? undefined : variables.get(key);
  // A key of several values cannot be put in the place of one.
  return values?.length === 1 ? values[0] : whenMissing;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const cache = new Map<string, RegExp>();

function compiled(source: string, ignoreCase = false): RegExp {
  const key = `${ignoreCase ? "i" : ""}:${source}`;
  let regExp = cache.get(key);
  if (!regExp) {
    // The values of variables make ever new texts.
    if (cache.size >= 10_000) cache.clear();
    regExp = new RegExp(`^${source}$`, ignoreCase ? "i" : "");
    cache.set(key, regExp);
  }
  return regExp;
}
