import { Command } from "commander";
import { spawnSync } from "node:child_process";
import pc from "picocolors";
import { root } from "./setup/paths";
import { type Counts, none, plus } from "./testing/counts";
import { type Suite, suites } from "./testing/suites";

export function testCommand(): Command {
  return new Command("test")
    .description("run the checks and every test; the last line counts them")
    .option("--only <suites>", `comma-separated: ${suites.map((suite) => suite.name).join(", ")}`)
    .action(test);
}

function test({ only }: { only?: string }): void {
  const wanted = only?.split(",") ?? suites.map((suite) => suite.name);
  const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no suite ${unknown.join(", ")}; known are ${suites.map((suite) => suite.name).join(", ")}`,
    );
  }
  let total = none;
  for (const suite of suites.filter(({ name }) => wanted.includes(name))) {
    total = plus(total, runSuite(suite));
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

function runSuite(suite: Suite): Counts {
  console.log(pc.bold(`\n${suite.name}: ${suite.title}`));
  const reason = suite.skipReason?.();
  if (reason) {
    console.log(`skipped: ${reason}`);
    return { ...none, skipped: 1 };
  }
  const start = Date.now();
  const [command, ...args] = suite.command;
  const result = spawnSync(command, args, {
    cwd: suite.cwd ?? root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, ...suite.env },
  });
  const output = (result.stdout ?? "") + (result.stderr ?? "") + (result.error?.message ?? "");
  const counts = suite.count(output, result.status);
  console.log(suite.quiet && counts.failed === 0 ? "" : output.trimEnd());
  console.log(`${suite.name} took ${((Date.now() - start) / 1000).toFixed(1)} s: ${JSON.stringify(counts)}`);
  return counts;
}
