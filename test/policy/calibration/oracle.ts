import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { policyToolsPython, preparePolicyTools } from "../../../scripts/policy/tools";

/** Requests and answers of `oracle.py`, by tool. */
export interface Tools {
  policy_sentry: {
    request: { services: string[]; patterns: string[] };
    answer: {
      actions: Record<string, { accessLevel: string; resourceTypes: string[] }>;
      /** By pattern. */
      expansions: Record<string, string[]>;
    };
  };
  cloudsplaining: {
    request: { identity: Documents; trust: Documents };
    answer: { identity: Record<string, Findings>; trust: Record<string, Record<string, string[]>> };
  };
  parliament: {
    request: { identity: Documents };
    answer: Record<string, [issue: string, detail: unknown][]>;
  };
}

/** Policy documents by name. */
export type Documents = Record<string, object>;

/** Only kinds of which something was found. */
export interface Findings {
  InfrastructureModification?: string[];
  ResourceExposure?: string[];
  PrivilegeEscalation?: { type: string; actions: string[] }[];
  [kind: string]: unknown;
}

/** How long a hook may take that asks: the first of all installs the tools. */
export const SET_UP_TIMEOUT = 300_000;

const script = path.join(__dirname, "oracle.py");

export async function ask<T extends keyof Tools>(tool: T, request: Tools[T]["request"]): Promise<Tools[T]["answer"]> {
  await preparePolicyTools(() => {});
  const input = JSON.stringify(request);
  const options = { input, encoding: "utf8", maxBuffer: 1 << 26 } as const;
  const { status, stdout, stderr } = spawnSync(policyToolsPython, ["-W", "ignore", script, tool], options);
  if (status !== 0) throw new Error(`${tool} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Tools[T]["answer"];
}
