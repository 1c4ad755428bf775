import { redshiftAuditLogs } from "../../../../policy/rules/data-protection/redshift-audit-logs";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const namespace = (logExports?: unknown) =>
  resource("aws:redshiftserverless/namespace:Namespace", { logExports }, { name: "namespace" });
const cluster = resource("aws:redshift/cluster:Cluster", { clusterIdentifier: "acme" }, { name: "cluster" });
const other = resource("aws:redshift/cluster:Cluster", {}, { name: "other" });
const logging = (of = cluster, property = "clusterIdentifier") =>
  resource("aws:redshift/logging:Logging", {}, { name: "logging", from: { [property]: of } });
const loggingOf = (clusterIdentifier: string) => resource("aws:redshift/logging:Logging", { clusterIdentifier });

describe("redshift-audit-logs", () => {
  inOurOwn(redshiftAuditLogs);

  stackFindings(redshiftAuditLogs, {
    "a namespace without logs is found": [
      [namespace()],
      ["namespace: logExports lacks userlog, connectionlog, useractivitylog"],
    ],
    "so is one that lacks a log": [
      [namespace(["userlog", "connectionlog"])],
      ["namespace: logExports lacks useractivitylog"],
    ],
    "with all three it is fine": [[namespace(["useractivitylog", "userlog", "connectionlog"])], []],
    "a cluster without logging is found": [[cluster], ["cluster: has no redshift.Logging"]],
    "with it, it is fine": [[cluster, logging()], []],
    "that of another cluster does not count": [[cluster, other, logging(other)], ["cluster: has no redshift.Logging"]],
    "nor does one that takes something else from it": [
      [cluster, logging(cluster, "bucketName")],
      ["cluster: has no redshift.Logging"],
    ],
    "its identifier may stand there in plain text": [[cluster, loggingOf("acme")], []],
    "that of another is found": [[cluster, loggingOf("acme-2")], ["cluster: has no redshift.Logging"]],
    "a stack without warehouses is fine": [[], []],
  });

  describe("unknown at preview", () => {
    unverifiable(redshiftAuditLogs, {
      "the logs of a namespace are noted": [
        [namespace(UNKNOWN), cluster],
        ["namespace.logExports"],
        ["cluster: has no redshift.Logging"],
      ],
      "so is one of them": [
        [namespace(["userlog", UNKNOWN]), cluster],
        ["namespace.logExports.1"],
        ["cluster: has no redshift.Logging"],
      ],
    });
  });
});
