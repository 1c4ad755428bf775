import type { Principals, Statement } from "./document";
import { arnParts } from "./pattern";

/** Who makes a request. */
export type Principal = RoleSession | User | Root | Service | Anonymous;

export interface RoleSession {
  kind: "role-session";
  /** `arn:aws:iam::123456789012:role/NAME` */
  roleArn: string;
  /** `arn:aws:sts::123456789012:assumed-role/NAME/SESSION` */
  arn: string;
}
export interface User {
  kind: "user";
  arn: string;
}
/** An account itself: all is allowed to it in its own. */
export interface Root {
  kind: "root";
  /** `arn:aws:iam::123456789012:root` */
  arn: string;
}
export interface Service {
  kind: "service";
  /** `glue.amazonaws.com` */
  arn: string;
}
export interface Anonymous {
  kind: "anonymous";
  arn: "anonymous";
}

/**
 * How a resource policy names a principal: it decides how far the grant reaches.
 *
 * `account` only hands the decision to the account's identity policies.
 */
export type Naming = "itself" | "role" | "everybody" | "account";

/** The account of a principal; undefined for a service and for nobody. */
export const accountOf = ({ kind, arn }: Principal): string | undefined =>
  kind === "service" || kind === "anonymous" ? undefined : arnParts(arn)[4];

/**
 * How a statement of a resource or trust policy names the principal, the most direct way first; undefined when it does not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function naming(statement: Statement, principal: Principal): Naming | undefined {
  if (statement.notPrincipals) {
    return namingIn(statement.notPrincipals, principal) === undefined ? "everybody" : undefined;
  }
  return statement.principals && namingIn(statement.principals, principal);
}

function namingIn(principals: Principals, principal: Principal): Naming | undefined {
  const { AWS: aws = [], Service: services = [] } = principals;
  if (principal.kind === "service")
    return services.some((it) => it === principal.arn || it === "*") ? "itself" : undefined;
  if (aws.includes(principal.arn)) return "itself";
  if (principal.kind === "role-session" && aws.includes(principal.roleArn)) return "role";
  if (aws.includes("*")) return "everybody";
  const account = accountOf(principal);
  return aws.some((it) => account !== undefined && accountNamed(it) === account) ? "account" : undefined;
}

/** `123456789012` and `arn:aws:iam::123456789012:root` are the same. */
export const accountNamed = (awsPrincipal: string): string | undefined =>
  /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(awsPrincipal)?.[1];
