import type { Action } from "../../iam/actions";
import { arnParts } from "../../iam/pattern";
import type { StatementRule } from "../rule";

/** `*`, and ARNs that leave the resource itself open: `arn:aws:s3:::*`. */
const isOpen = (resource: string) => /^\**$/.test(resource) || /^[*?/:]*\*[*?/:]*$/.test(arnParts(resource)[5] ?? "*");

/**
 * Actions that know resources of a newer kind only, and are otherwise asked about *. There the condition narrows them:
 * `required-conditions` wants it.
 */
const MOSTLY_ON_ALL = new Set(["cloudwatch:PutMetricData"]);

/** An action that can be given on single resources is not given on all of them. */
export const noWildcardResources: StatementRule = {
  name: "no-wildcard-resources",
  severity: "high",
  title: "An action that supports resource-level permissions is not allowed on every resource",
  rationale: "On * a role reaches the data of every other team in the account, and of those that come after.",
  remedy: "Name the resources by the ARN that the finding gives; a prefix may end with *.",
  link: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",

  check(statement, { actions }) {
    if (statement.effect !== "Allow") return [];
    return statement.resources.filter(isOpen).flatMap((resource) =>
      statement.actions.flatMap((pattern) => {
        const scopable = actions.expand(pattern).filter(isScopable);
        return scopable.length === 0 ? [] : `allows ${pattern} on ${resource}; instead of it name ${forms(scopable)}`;
      }),
    );
  },
};

const isScopable = ({ name, resourceTypes }: Action) => resourceTypes.length > 0 && !MOSTLY_ON_ALL.has(name);

/** How the ARNs of what the actions are about look: those that they require, else all. */
function forms(actions: Action[]): string {
  const ofAction = ({ resourceTypes }: Action) => {
    const required = resourceTypes.filter((type) => type.required);
    return (required.length > 0 ? required : resourceTypes).map(({ arn }) => arn);
  };
  const arns = [...new Set(actions.flatMap(ofAction))];
  const shown = arns.slice(0, 3).join(" or ");
  return arns.length > 3 ? `${shown} (and ${arns.length - 3} other forms)` : shown;
}
