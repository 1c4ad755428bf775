import type { StackRule } from "../rule";

const LOGS = ["userlog", "connectionlog", "useractivitylog"];

/** Who connected, from where, and what they ran. */
export const redshiftAuditLogs: StackRule = {
  name: "redshift-audit-logs",
  severity: "medium",
  title: "Every Redshift warehouse writes its audit logs",
  rationale: "After a leak nobody can say who read which table.",
  remedy: `Set logExports of the namespace to ${LOGS.join(", ")}; give a cluster a redshift.Logging.`,
  link: "https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html",

  checkStack(stack) {
    const namespaces = stack.ofType("aws:redshiftserverless/namespace:Namespace").flatMap((resource) => {
      const missing =
        stack.read(resource, (props) => {
          const found = (props.logExports ?? []) as string[];
          return LOGS.filter((log) => !found.includes(log));
        }) ?? [];
      return missing.length > 0 ? { resource, what: `logExports lacks ${missing.join(", ")}` } : [];
    });
    const logging = stack.ofType("aws:redshift/logging:Logging");
    const clusters = stack
      .ofType("aws:redshift/cluster:Cluster")
      .filter((it) => !logging.some((log) => stack.names(log, "clusterIdentifier", it, "clusterIdentifier")))
      .map((resource) => ({ resource, what: "has no redshift.Logging" }));
    return [...namespaces, ...clusters];
  },
};
