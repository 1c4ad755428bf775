import * as fs from "node:fs";

/** A finding as the Pulumi CLI tells it in its event log. */
export interface PolicyEvent {
  policyName: string;
  policyPackName: string;
  enforcementLevel: string;
  message: string;
}

/** @param log what `--event-log` names; the CLI writes it where PULUMI_DEBUG_COMMANDS is set */
export function policyEvents(log: string): PolicyEvent[] {
  const lines = fs.readFileSync(log, "utf8").trim().split("\n");
  return lines.flatMap((line) => (JSON.parse(line) as { policyEvent?: PolicyEvent }).policyEvent ?? []);
}

/** Level, pack, rule, and the finding itself without title, reason and remedy. */
export function summary({ enforcementLevel, policyPackName, policyName, message }: PolicyEvent): string {
  const [title, what] = message.split("\n");
  const unverifiable = /^can't run policy .* during preview: (.*)$/.exec(title)?.[1];
  return `${enforcementLevel} ${policyPackName} ${policyName}: ${unverifiable ?? what}`;
}
