import type { Action, ActionCatalogue } from "../../../policy/iam/actions";
import { Context } from "../../../policy/iam/context";
import type { PolicyDocument } from "../../../policy/iam/document";
import { evaluate } from "../../../policy/iam/evaluate";
import type { Principal } from "../../../policy/iam/principal";
import { allowedActions } from "../../../scripts/policy/managed-policies";

const ACCOUNT = "111122223333";
const principal: Principal = {
  kind: "role-session",
  roleArn: `arn:aws:iam::${ACCOUNT}:role/any`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/any/any`,
};

/** No pattern but `*` stands for it. */
const ANYTHING = "anything";

/**
 * Actions that could be given on single resources, and are allowed on everything.
 *
 * Statements with a condition or NotResource are left out, since cloudsplaining leaves them out.
 */
export function unconstrained(document: PolicyDocument, catalogue: ActionCatalogue): Action[] {
  const statements = document.statements.filter((it) => it.conditions.length + it.notResources.length === 0);
  const identity = [{ ...document, statements }];
  const context = new Context();
  const candidates = new Map(statements.flatMap((it) => allowedActions(it, catalogue)).map((it) => [it.name, it]));
  return [...candidates.values()].filter(({ name, resourceTypes }) => {
    const request = { principal, action: name, resource: ANYTHING, resourceAccount: ACCOUNT, context };
    return resourceTypes.length > 0 && evaluate(request, { identity }).allowed;
  });
}
