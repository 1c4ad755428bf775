import * as fs from "node:fs";
import * as path from "node:path";

/** What an AWS managed policy grants, counted in single actions. */
export interface ManagedPolicy {
  /** Allowed at all. */
  actions: number;
  /** Of them on every resource. */
  onAll: number;
  /** Of these with the access level Write. */
  writing: number;
  /** Of these with the access level Permissions management. */
  permissions: number;
}

type Counts = [actions: number, onAll: number, writing: number, permissions: number];

let policies: Record<string, Counts> | undefined;

/**
 * Counts of an AWS managed policy, as of the day when `managed-policies.json` was written.
 *
 * @param name with its path: `AmazonS3ReadOnlyAccess`, `service-role/AWSGlueServiceRole`
 * @returns undefined for one that AWS has made since
 */
export function managedPolicy(name: string): ManagedPolicy | undefined {
  policies ??= JSON.parse(fs.readFileSync(path.join(__dirname, "managed-policies.json"), "utf8")) as Record<
    string,
    Counts
  >;
  const counts = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (!counts) return undefined;
  const [actions, onAll, writing, permissions] = counts;
  return { actions, onAll, writing, permissions };
}
