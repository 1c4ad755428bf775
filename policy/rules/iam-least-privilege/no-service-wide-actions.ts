import type { StatementRule } from "../rule";

/** `s3:*` and `*` grant what the service will add next year, too. */
export const noServiceWideActions: StatementRule = {
  name: "no-service-wide-actions",
  severity: "high",
  title: "An Allow statement names no action of all services, and not every action of one",
  rationale: "A role that may do everything in a service can delete what it was made to read.",
  remedy: "Name the actions that the role performs; the access report lists them.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",

  check(statement, { actions }) {
    if (statement.effect !== "Allow") return [];
    const isServiceWide = (pattern: string) => {
      const [service, name] = pattern.split(":", 2);
      if (name === undefined || service.includes("*")) return true;
      if (!/[*?]/.test(name)) return false;
      const all = actions.expand(`${service}:*`);
      return all.length > 0 ? actions.expand(pattern).length === all.length : /^\*+$/.test(name);
    };
    const where = statement.resources.join(", ") || `every resource but ${statement.notResources.join(", ")}`;
    return statement.actions.filter(isServiceWide).map((action) => `allows ${action} on ${where}`);
  },
};
