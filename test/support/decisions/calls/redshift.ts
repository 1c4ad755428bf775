import type { Act } from "../decision";
import { arn, names } from "../names";

type Form = Record<string, string>;

const call =
  (Action: string, form: Form): Act["call"] =>
  ({ query }) =>
    query("redshift", { Action, Version: "2012-12-01", ...form });

/** A call about a cluster. */
export const cluster = (action: string, ClusterIdentifier: string, form: Form = {}): Act => ({
  ...{ what: `${action} of ${ClusterIdentifier}`, action: `redshift:${action}` },
  resource: arn("redshift", `cluster:${ClusterIdentifier}`),
  call: call(action, { ClusterIdentifier, ...form }),
});

/** Credentials of the caller's own user in a database of a cluster. */
export const logIn = (what: string, ClusterIdentifier: string, DbName = names.clusterDatabase): Act => ({
  ...{ what: `log in to ${what}`, action: "redshift:GetClusterCredentialsWithIAM" },
  ...{ resource: arn("redshift", `dbname:${ClusterIdentifier}/${DbName}`), context: { "redshift:DbName": DbName } },
  call: call("GetClusterCredentialsWithIAM", { ClusterIdentifier, DbName }),
});

/** The older call, which takes the user's name. The local AWS does not emulate it. */
export const logInAs = (user: string, clusterIdentifier: string): Act => ({
  ...{ what: `log in to ${clusterIdentifier} as ${user}`, action: "redshift:GetClusterCredentials" },
  resource: arn("redshift", `dbuser:${clusterIdentifier}/${user}`),
});
