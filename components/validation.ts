import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** What is wrong with one value. */
export interface Problem {
  /** Where the value stands: `datasets[0].load.keys`; empty for the whole. */
  path: string;
  /** What is expected and what was found. */
  text: string;
}

/** An object whose keys are all known; an unknown one is answered with the known ones. */
export function strict<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `unknown key, expected one of ${Object.keys(shape).join(", ")}` : undefined,
  });
}

/** A text that matches the pattern; `meaning` says to a person what that is. */
export const matching = (pattern: RegExp, meaning: string) => z.string().regex(pattern, `expected ${meaning}`);

/** An object with at least one key, each of which `key` accepts. */
export const filledRecord = <V extends z.ZodType>(key: z.ZodType<string, string>, value: V) =>
  z.record(key, value).refine((given) => Object.keys(given).length > 0, "expected at least one key");

/** One of several objects, which the value of `key` tells apart. */
export function variants<K extends string, const O extends readonly [Variant<K>, ...Variant<K>[]]>(key: K, options: O) {
  const known = options.flatMap((option) => [...option.shape[key].values]).map(shown);
  return z.discriminatedUnion(key, options, {
    error: (issue) => (issue.code === "invalid_union" ? `expected ${known.join(" or ")}` : undefined),
  });
}

type Variant<K extends string> = z.ZodObject<Record<K, z.ZodLiteral<string>> & z.ZodRawShape>;

/** What is wrong within a value, as a check of it finds. */
export interface Fault {
  /** From the checked value on. */
  path: PropertyKey[];
  /** What is expected. */
  message: string;
  /** What was found, where it is not the value at `path`. */
  got?: unknown;
}

/** The issue that reports the fault. */
export const issueOf = ({ path, message, got }: Fault) => ({
  code: "custom" as const,
  path,
  message,
  ...(got !== undefined && { params: { got } }),
});

/** Everything that the schema finds wrong with the value, in the order of the schema. */
export function problemsOf(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.flatMap((issue) => describe(issue, value));
}

/**
 * Returns the argument when the schema accepts it.
 * @throws InputPropertyError that names the first wrong part of it, what was found and what is expected
 */
export function checkArgument<T>(schema: z.ZodType<T>, value: unknown, argument: string): T {
  const [problem] = problemsOf(schema, value);
  if (problem) {
    throw wrongArgument(joinPath(argument, problem.path), problem.text);
  }
  return schema.parse(value);
}

/** The error for an argument; its message names the argument too, since Pulumi prints only the message. */
export function wrongArgument(propertyPath: string, text: string): pulumi.InputPropertyError {
  return new pulumi.InputPropertyError({ propertyPath, reason: `${propertyPath}: ${text}` });
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/** `a` and `b[0].c` to `a.b[0].c`; `a` and `[0]` to `a[0]`. */
export const joinPath = (base: string, path: string) =>
  base && path && !path.startsWith("[") ? `${base}.${path}` : base + path;

function describe(issue: z.core.$ZodIssue, root: unknown): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), text: issue.message }));
  }
  if (issue.code === "invalid_key") {
    const key = issue.path.at(-1);
    return issue.issues.map(({ message }) => ({ path: pathText(issue.path), text: `${message}, got ${shown(key)}` }));
  }
  const found =
    issue.code === "custom" && issue.params
      ? issue.params.got
      : issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], root);
  return [{ path: pathText(issue.path), text: `${expectation(issue)}, got ${shown(found)}` }];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected === "int" ? "a whole number" : issue.expected}`;
    case "invalid_value":
      return `expected ${issue.values.map((value) => shown(value)).join(" or ")}`;
    case "too_small":
      return `expected at least ${issue.minimum}${unit(issue.origin)}`;
    case "too_big":
      return `expected at most ${issue.maximum}${unit(issue.origin)}`;
    default:
      return issue.message;
  }
}

const unit = (origin: string) => (origin === "array" ? " item(s)" : origin === "string" ? " character(s)" : "");

const pathText = (path: PropertyKey[]) =>
  path.reduce<string>((text, key) => joinPath(text, typeof key === "number" ? `[${key}]` : String(key)), "");
