import { IAMClient, paginateListRoles } from "@aws-sdk/client-iam";
import Table from "cli-table3";
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { Identities } from "../../local/access/identities";
import type { Call } from "../../local/gateway/calls";
import { type RoleAccess, roleAccess } from "../access/report";
import { clientSettings } from "../clients";
import { commandEnvironment } from "./environment";
import { type RunningAws, requireRunning } from "./state";

/** Prints, per role, which of its grants the recorded calls used, which none did, and what was refused. */
export async function showAccessReport(options: { role?: string[]; json?: string }): Promise<void> {
  const report = await accessReport(await requireRunning(), options.role);
  for (const { role, granted, refused } of report) {
    const used = granted.filter(({ calls }) => calls > 0);
    const unused = granted.filter(({ calls }) => calls === 0);
    console.log(`\n${role}: ${used.length} grants used, ${unused.length} never used, ${refused.length} refusals`);
    const table = new Table({
      head: ["", "statement", "action", "resource", "calls"],
      style: { head: [], border: [] },
    });
    for (const { sid, action, calls } of used) table.push(["used", sid, action, "", calls]);
    for (const { sid, action } of unused) table.push(["never used", sid, action, "", 0]);
    for (const { action, resource, calls } of refused) table.push(["refused", "", action, resource, calls]);
    if (table.length > 0) console.log(table.toString());
  }
  if (options.json) fs.writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

/**
 * Reads the calls that the local AWS recorded since it was started.
 *
 * @param only names of roles; all that were ever called with or are there when left out
 */
export async function accessReport(running: RunningAws, only?: string[]): Promise<RoleAccess[]> {
  const env = commandEnvironment(running);
  const identities = new Identities(running.endpoint, running.region);
  try {
    const names = only ?? (await roleNames(new IAMClient(clientSettings(running.region, env))));
    const calls = await recordedCalls(path.join(running.folder, "calls.jsonl"));
    const reports = names.map(async (role) => {
      const identity = await identities.of(`arn:aws:iam::${running.accountId}:role/${role}`);
      if (!identity) throw new Error(`There is no role ${role}`);
      return roleAccess(role, identity.policies, calls);
    });
    return await Promise.all(reports);
  } finally {
    identities.close();
  }
}

async function roleNames(client: IAMClient): Promise<string[]> {
  const names: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { RoleName } of Roles) names.push(RoleName!);
  }
  client.destroy();
  return names.sort();
}

async function recordedCalls(file: string): Promise<Call[]> {
  const calls: Call[] = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    if (line !== "") calls.push(JSON.parse(line) as Call);
  }
  return calls;
}
