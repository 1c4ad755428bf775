import type { Decision, PolicyKind, Request } from "./evaluate";

const NAMES: Record<PolicyKind, string> = {
  identity: "identity-based policy",
  resource: "resource-based policy",
  boundary: "permissions boundary",
  session: "session policy",
  root: "policy",
};

/**
 * What AWS says to who is refused.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function accessDeniedMessage(request: Request, { by, statement }: Decision): string {
  const { principal, action, resource } = request;
  const isTrust = by === "resource" && action.startsWith("sts:AssumeRole");
  const policy = isTrust ? "role trust policy" : NAMES[by];
  const on = resource === "*" ? "" : ` on resource: ${resource}`;
  const why = statement
    ? `with an explicit deny in ${isTrust ? "the" : /^[aeiou]/.test(policy) ? "an" : "a"} ${policy}`
    : `because no ${policy} allows the ${action} action`;
  return `User: ${principal.arn} is not authorized to perform: ${action}${on} ${why}`;
}
