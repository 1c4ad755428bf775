import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { dataProtection } from "../../policy/rules/data-protection";
import { iamLeastPrivilege } from "../../policy/rules/iam-least-privilege";
import { reliabilityAndCost } from "../../policy/rules/reliability-and-cost";
import type { Rule } from "../../policy/rules/rule";
import { root } from "../setup/paths";

export const rulesDoc = path.join(root, "docs", "policies.md");

const BEGIN = "<!-- rules -->";
const END = "<!-- end of rules -->";

/** docs/policies.md with the tables of rules as the code has them. */
export async function withRules(text: string): Promise<string> {
  const packs = {
    "iam-least-privilege": iamLeastPrivilege,
    "data-protection": dataProtection,
    "reliability-and-cost": reliabilityAndCost,
  };
  const tables = Object.entries(packs).map(([pack, rules]) => `### ${pack}\n\n${table(rules)}`);
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest.split(END);
  const whole = [before, BEGIN, "\n\n", tables.join("\n\n"), "\n\n", END, after].join("");
  return format(whole, { ...(await resolveConfig(rulesDoc)), filepath: rulesDoc });
}

function table(rules: Rule[]): string {
  const rows = rules.map(({ name, severity, title, settings }) => {
    const keys = Object.keys(settings?.shape ?? {}).map((key) => `\`${key}\``);
    return `| \`${name}\` | ${severity} | ${title} | ${keys.join(", ")} |`;
  });
  return ["| rule | severity | what it wants | settings |", "|---|---|---|---|", ...rows].join("\n");
}

/** `npx tsx scripts/policy/rules-table.ts` brings docs/policies.md up to date. */
if (require.main === module) {
  withRules(fs.readFileSync(rulesDoc, "utf8"))
    .then((text) => fs.writeFileSync(rulesDoc, text))
    .catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
