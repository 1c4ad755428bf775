import { holds } from "./conditions";
import { Context } from "./context";
import type { PolicyDocument, Statement } from "./document";
import { matches, matchesArn } from "./pattern";
import { accountOf, type Naming, naming, type Principal } from "./principal";

/** One question to IAM. Most calls ask one; some ask several, one for each action or resource that they need. */
export interface Request {
  principal: Principal;
  /** `s3:GetObject` */
  action: string;
  /** Its ARN; `*` for an action that knows no resources. */
  resource: string;
  /** Account of the resource. S3's ARNs do not tell it. */
  resourceAccount: string;
  context: Context;
}

/** The documents that bear on a request. */
export interface Policies {
  /** The principal's: inline and managed. */
  identity: PolicyDocument[];
  /** The resource's, a role's trust policy among them. */
  resource?: PolicyDocument[];
  /** Limits what identity policies grant. */
  boundary?: PolicyDocument;
  /** Given with AssumeRole; limits what the role's policies grant. */
  session?: PolicyDocument[];
  /** Whether identity policies are worth nothing without the resource's: so it is with KMS keys and trust policies. */
  resourceMustAllow?: boolean;
}

/** The kind of policy that decided. */
export type PolicyKind = "identity" | "resource" | "boundary" | "session" | "root";

export type Decision =
  | { allowed: true; by: PolicyKind; statement?: Statement }
  /** With a statement it is explicit, else the kind is what lacks an Allow. */
  | { allowed: false; by: PolicyKind; statement?: Statement };

/**
 * Decides a request as AWS documents it: an explicit Deny anywhere wins; within an account one Allow of identity or resource
 * policy is enough, across accounts it takes both; boundary and session policies only take away.
 *
 * Not part of it: policies of AWS Organizations (SCP, RCP), VPC endpoint policies, ACLs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function evaluate(request: Request, policies: Policies): Decision {
  const { identity, resource = [], boundary, session } = policies;
  const boundaries = boundary && [boundary];
  const denial = (by: PolicyKind, documents: PolicyDocument[] = []) => {
    const statement = documents.flatMap((it) => applying(it, "Deny", request, by === "resource"))[0];
    return statement && { allowed: false as const, by, statement };
  };
  const denied =
    denial("identity", identity) ??
    denial("resource", resource) ??
    denial("boundary", boundaries) ??
    denial("session", session);
  if (denied) return denied;

  const { principal } = request;
  const granted = grantOf(resource, request);
  const grantedBy = (by: PolicyKind, statement?: Statement) => ({ allowed: true as const, by, statement });
  const lacks = (by: PolicyKind) => ({ allowed: false as const, by });

  if (principal.kind === "service" || principal.kind === "anonymous") {
    return granted ? grantedBy("resource", granted.statement) : lacks("resource");
  }
  const sameAccount = accountOf(principal) === request.resourceAccount;
  if (!granted && (policies.resourceMustAllow || !sameAccount)) return lacks("resource");
  if (principal.kind === "root") return grantedBy("root");

  // A grant to the session or user itself stands whatever boundary and session policies leave out.
  if (sameAccount && granted?.naming === "itself") return grantedBy("resource", granted.statement);
  const allowing = (documents: PolicyDocument[]) => documents.flatMap((it) => applying(it, "Allow", request, false))[0];
  const own = allowing(identity);
  const isGrantedDirectly = sameAccount && granted !== undefined && granted.naming !== "account";
  if (!own && !isGrantedDirectly) return lacks("identity");
  if (boundaries && !allowing(boundaries)) return lacks("boundary");
  if (session && !allowing(session)) return lacks("session");
  return own ? grantedBy("identity", own) : grantedBy("resource", granted?.statement);
}

const DIRECTNESS: Naming[] = ["itself", "role", "everybody", "account"];

/** The Allow of the resource's policies that names the principal most directly. */
function grantOf(documents: PolicyDocument[], request: Request): { statement: Statement; naming: Naming } | undefined {
  return documents
    .flatMap((it) => applying(it, "Allow", request, true))
    .map((statement) => ({ statement, naming: naming(statement, request.principal)! }))
    .sort((a, b) => DIRECTNESS.indexOf(a.naming) - DIRECTNESS.indexOf(b.naming))[0];
}

/** Statements of the effect that are about the request. */
function applying(
  { version, statements }: PolicyDocument,
  effect: Statement["effect"],
  request: Request,
  isResourcePolicy: boolean,
): Statement[] {
  const variables = version === "2012-10-17" ? request.context : undefined;
  return statements.filter(
    (it) =>
      it.effect === effect &&
      (!isResourcePolicy || naming(it, request.principal) !== undefined) &&
      coversAction(it, request.action) &&
      coversResource(it, request.resource, variables) &&
      it.conditions.every((condition) => holds(condition, request.context, variables)),
  );
}

const matchesAction = (pattern: string, action: string) =>
  matches(pattern, action, { wildcards: true, ignoreCase: true });

/** Whether the statement's Action or NotAction takes in the action. */
export const coversAction = ({ actions, notActions }: Statement, action: string): boolean =>
  actions.length > 0
    ? actions.some((pattern) => matchesAction(pattern, action))
    : !notActions.some((pattern) => matchesAction(pattern, action));

/** Whether Resource or NotResource takes in the resource; a trust policy, which has neither, is about its role. */
export function coversResource({ resources, notResources }: Statement, arn: string, variables?: Context): boolean {
  const isNamed = (pattern: string) => pattern === "*" || matchesArn(pattern, arn, variables);
  if (notResources.length > 0) return !notResources.some(isNamed);
  return resources.length === 0 || resources.some(isNamed);
}
