import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { type Action, ActionCatalogue } from "../../policy/iam/actions";
import { parseDocument, type Statement } from "../../policy/iam/document";
import { root, tools } from "../setup/paths";

export const countsFile = path.join(root, "policy", "iam", "managed-policies.json");

/** A policy as moto ships it, Apache-2.0, from AWS's own API. */
export interface MotoPolicy {
  Path: string;
  Document: object;
}

const DUMP = "from moto.iam.aws_managed_policies import aws_managed_policies_data as data; print(data)";

/** The documents of all AWS managed policies, by name without path. */
export function awsManagedPolicies(): Record<string, MotoPolicy> {
  const python = path.join(tools.python, "bin", "python");
  const { status, stdout, stderr } = spawnSync(python, ["-c", DUMP], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`moto's managed policies cannot be read: ${stderr}`);
  return JSON.parse(stdout) as Record<string, MotoPolicy>;
}

/** The actions that a statement allows; a Deny beside it is not looked at. */
export function allowedActions({ effect, actions, notActions }: Statement, catalogue: ActionCatalogue): Action[] {
  if (effect !== "Allow") return [];
  if (actions.length > 0) return actions.flatMap((it) => catalogue.expand(it));
  const left = new Set(notActions.flatMap((it) => catalogue.expand(it)).map(({ name }) => name));
  return catalogue.expand("*").filter(({ name }) => !left.has(name));
}

/** JSON, by name with path: actions, on every resource, of them writing, of them changing permissions. */
export async function managedPolicyCounts(): Promise<string> {
  const catalogue = await new ActionCatalogue().load(["*"]);
  const lines = Object.entries(awsManagedPolicies()).map(([name, { Path, Document }]) => {
    const all = new Map<string, Action>();
    const onAll = new Map<string, Action>();
    for (const statement of parseDocument(Document).statements) {
      for (const action of allowedActions(statement, catalogue)) {
        all.set(action.name, action);
        if (statement.resources.includes("*") || statement.notResources.length > 0) onAll.set(action.name, action);
      }
    }
    const at = (level: string) =>
      [...onAll.values()].filter(({ accessLevels }) => accessLevels.some((it) => it === level)).length;
    const counts = [all.size, onAll.size, at("Write"), at("Permissions management")];
    return `  ${JSON.stringify(`${Path.slice(1)}${name}`)}: ${JSON.stringify(counts)}`;
  });
  return `{\n${lines.sort().join(",\n")}\n}\n`;
}

/** `npx tsx scripts/policy/managed-policies.ts` writes policy/iam/managed-policies.json. */
if (require.main === module) {
  managedPolicyCounts()
    .then((text) => fs.writeFileSync(countsFile, text))
    .catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
