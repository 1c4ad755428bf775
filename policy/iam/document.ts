import { z } from "zod";

/** Who a statement is about: `{ AWS: ["arn:..."], Service: ["glue.amazonaws.com"] }`; everybody is `{ AWS: ["*"] }`. */
export type Principals = Partial<Record<PrincipalType, string[]>>;
export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** One test of a statement's `Condition`: all of them must hold. */
export interface Condition {
  /** As it is written: `ForAllValues:StringLikeIfExists`. */
  operator: string;
  key: string;
  values: string[];
}

/**
 * A statement with every element as a list.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Statement {
  sid?: string;
  effect: "Allow" | "Deny";
  /** Undefined in identity policies, which have no such element. */
  principals?: Principals;
  notPrincipals?: Principals;
  actions: string[];
  notActions: string[];
  /** Empty in trust policies, too. */
  resources: string[];
  notResources: string[];
  conditions: Condition[];
}

export interface PolicyDocument {
  /** `${...}` is a variable in documents of `2012-10-17` only. */
  version: "2012-10-17" | "2008-10-17";
  statements: Statement[];
}

/** A document that IAM would not take. */
export class MalformedDocumentError extends Error {
  override readonly name = "MalformedDocumentError";
}

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item)], "expected a text or a list of texts");
const texts = oneOrMore(z.string()).transform((value) => [value].flat());
const action = z.string().regex(/^(\*|\*:\*|[\w-]+:\S+)$/, "expected SERVICE:ACTION or *");
const actions = oneOrMore(action)
  .transform((value) => [value].flat())
  .refine((list) => list.length > 0, "expected an action");
const principalList = z.strictObject({
  AWS: texts.optional(),
  Service: texts.optional(),
  Federated: texts.optional(),
  CanonicalUser: texts.optional(),
});
const principals = z.union(
  [z.literal("*").transform((): Principals => ({ AWS: ["*"] })), principalList],
  'expected "*" or an object of AWS, Service, Federated, CanonicalUser',
);
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const conditionValues = oneOrMore(scalar).transform((value) => [value].flat());

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(["Allow", "Deny"]),
    Principal: principals.optional(),
    NotPrincipal: principals.optional(),
    Action: actions.optional(),
    NotAction: actions.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
  })
  .refine((it) => (it.Action === undefined) !== (it.NotAction === undefined), "expected either Action or NotAction")
  .refine((it) => !(it.Resource && it.NotResource), "expected Resource or NotResource, not both")
  .refine((it) => !(it.Principal && it.NotPrincipal), "expected Principal or NotPrincipal, not both")
  .transform((it): Statement => ({
    sid: it.Sid,
    effect: it.Effect,
    principals: it.Principal,
    notPrincipals: it.NotPrincipal,
    actions: it.Action ?? [],
    notActions: it.NotAction ?? [],
    resources: it.Resource ?? [],
    notResources: it.NotResource ?? [],
    conditions: Object.entries(it.Condition ?? {}).flatMap(([operator, tests]) =>
      Object.entries(tests).map(([key, values]) => ({ operator, key, values })),
    ),
  }));

const document = z
  .strictObject({
    Version: z.enum(["2012-10-17", "2008-10-17"]).default("2008-10-17"),
    Id: z.string().optional(),
    Statement: z.union([z.array(statement), statement.transform((one) => [one])]),
  })
  .transform((it): PolicyDocument => ({ version: it.Version, statements: it.Statement }));

/**
 * Reads an identity, trust or resource policy.
 *
 * @param source JSON, or what JSON would parse to
 * @throws MalformedDocumentError that names the element, what was found and what is accepted
 */
export function parseDocument(source: unknown): PolicyDocument {
  if (typeof source !== "string") return checked(source);
  let parsed = known.get(source);
  if (!parsed) {
    if (known.size >= KEPT) known.clear();
    parsed = checked(parseJson(source));
    known.set(source, parsed);
  }
  return parsed;
}

/** Every rule of a pack reads the same documents. */
const known = new Map<string, PolicyDocument>();
const KEPT = 1000;

function checked(source: unknown): PolicyDocument {
  const result = document.safeParse(source);
  if (result.success) return result.data;
  throw new MalformedDocumentError(result.error.issues.flatMap((issue) => problems(issue, [])).join("; "));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the text around the place, which may be the value of a condition.
    const what = (error as Error).message.replace(/, (\.\.\.)?"[^]*/, "");
    throw new MalformedDocumentError(`expected JSON: ${what}`);
  }
}

/** Of a union, the problems of the alternative that came closest. */
function problems(issue: z.core.$ZodIssue, above: PropertyKey[]): string[] {
  const path = [...above, ...issue.path];
  if (issue.code === "invalid_union") {
    const deepest = (issues: z.core.$ZodIssue[]) => Math.max(...issues.map(({ path: { length } }) => length));
    const [closest] = [...issue.errors].sort((a, b) => deepest(b) - deepest(a));
    if (closest && deepest(closest) > 0) return closest.flatMap((inner) => problems(inner, path));
  }
  return [`${pathText(path)}: ${issue.message}`];
}

const pathText = (path: PropertyKey[]) =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    "",
  ) || "document";

/** How a finding names a statement: by its Sid, else by its place. */
export const statementName = ({ statements }: PolicyDocument, statement: Statement) =>
  statement.sid ? `statement ${statement.sid}` : `statement ${statements.indexOf(statement) + 1}`;
