import type { Statement } from "../../iam/document";
import { arnParts } from "../../iam/pattern";
import { narrows } from "../conditions";
import type { StatementRule } from "../rule";
import { WAYS } from "./escalation";

const isPassedToService = (condition: Statement["conditions"][number]) =>
  condition.key.toLowerCase() === "iam:passedtoservice" && narrows(condition);

const isEveryRole = (resource: string) => /^\**$/.test(resource) || /^(role\/)?\*+$/.test(arnParts(resource)[5] ?? "*");

/** The known paths from few rights to many. */
export const noPrivilegeEscalation: StatementRule = {
  name: "no-privilege-escalation",
  severity: "critical",
  title: "No statement allows an action with which its holder can give itself more rights",
  rationale: "Whatever else the role may not do, it can allow itself.",
  remedy: "Leave these actions to who deploys. iam:PassRole needs a condition iam:PassedToService and the one role.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",

  check(statement, { actions }) {
    if (statement.effect !== "Allow") return [];
    const allowed = new Set(statement.actions.flatMap((it) => actions.expand(it)).map(({ name }) => name));
    const findings = Object.entries(WAYS).flatMap(([what, ways]) => {
      const found = ways.filter((action) => allowed.has(action));
      return found.length > 0 ? `allows ${found.join(", ")}: with it a principal can ${what}` : [];
    });
    if (allowed.has("iam:PassRole") && !statement.conditions.some(isPassedToService)) {
      findings.push(
        "allows iam:PassRole to any service: without a condition iam:PassedToService every service runs with it",
      );
    }
    if (allowed.has("sts:AssumeRole") && statement.resources.some(isEveryRole)) {
      findings.push("allows sts:AssumeRole on every role that trusts the account");
    }
    return findings;
  },
};
