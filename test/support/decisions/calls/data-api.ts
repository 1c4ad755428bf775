import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
} from "@aws-sdk/client-redshift-data";
import type { Act, Need, RoleClients } from "../decision";
import { arn, names, workgroupArns, workgroupTag } from "../names";
import { logIn } from "./redshift";

type Verb = "ExecuteStatement" | "BatchExecuteStatement";
type Target = { Database: string } & ({ WorkgroupName: string } | { ClusterIdentifier: string });

const run = (verb: Verb, target: Target) => (clients: RoleClients) =>
  verb === "ExecuteStatement"
    ? clients.data.send(new ExecuteStatementCommand({ ...target, Sql: "SELECT 1" }))
    : clients.data.send(new BatchExecuteStatementCommand({ ...target, Sqls: ["SELECT 1"] }));

const onWorkgroup = (what: string, WorkgroupName: string, workgroup: Omit<Need, "action">): Act => ({
  ...{ what: `run SQL on ${what}`, action: "redshift-data:ExecuteStatement", ...workgroup },
  call: run("ExecuteStatement", { WorkgroupName, Database: "dev" }),
});

/** On the workgroup that has the roles' tag. */
export const sqlOnWorkgroup = (what: string): Act =>
  onWorkgroup(what, names.workgroup, {
    resource: workgroupArns.own,
    context: { [`aws:ResourceTag/${workgroupTag.key}`]: workgroupTag.value },
  });

/** On the one that has no tag. */
export const sqlOnOtherWorkgroup = (what: string): Act =>
  onWorkgroup(what, names.otherWorkgroup, { resource: workgroupArns.other });

export const sqlOnCluster = (what: string, ClusterIdentifier: string, verb: Verb = "ExecuteStatement"): Act => ({
  ...{ what: `run SQL on ${what} by ${verb}`, action: `redshift-data:${verb}` },
  resource: arn("redshift", `cluster:${ClusterIdentifier}`),
  call: run(verb, { ClusterIdentifier, Database: names.clusterDatabase }),
});

/** The login that comes with a statement on a cluster where the role may run statements. */
export const sqlInDatabase = (what: string, ClusterIdentifier: string, Database: string): Act => {
  const { action, resource } = sqlOnCluster(what, ClusterIdentifier);
  return {
    ...{ ...logIn(what, ClusterIdentifier, Database), what: `run SQL in ${what}`, also: [{ action, resource }] },
    call: run("ExecuteStatement", { ClusterIdentifier, Database }),
  };
};

const follow = (whose: string, owner: string, call: Act["call"]): Act => ({
  ...{ what: `follow a statement of ${whose}`, action: "redshift-data:DescribeStatement", resource: "*", call },
  context: { "aws:userid": "AROA:one", "redshift-data:statement-owner-iam-userid": owner },
});

export const followOwn = follow("its own", "AROA:one", async (clients) => {
  const { Id } = await run("ExecuteStatement", { WorkgroupName: names.workgroup, Database: "dev" })(clients);
  return clients.data.send(new DescribeStatementCommand({ Id }));
});

export const followOthers = follow("another session", "AROA:two", async ({ data, othersStatement }) =>
  data.send(new DescribeStatementCommand({ Id: await othersStatement() })),
);
