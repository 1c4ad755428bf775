import { Command } from "commander";
import { spawn } from "node:child_process";
import pc from "picocolors";
import { root } from "./setup/paths";
import { type Counts, none, plus } from "./testing/counts";
import { chosen, type Suite, suites } from "./testing/suites";

export function testCommand(): Command {
  return new Command("test")
    .description("run the checks and every test; the last line counts them")
    .option("--only <suites>", `comma-separated: ${suites.map(shown).join(", ")}`)
    .action(test);
}

const shown = ({ name, named }: Suite) => (named ? `${name} (runs only where it is named)` : name);

async function test({ only }: { only?: string }): Promise<void> {
  let total = none;
  for (const suite of chosen(only)) {
    total = plus(total, await runSuite(suite));
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function runSuite(suite: Suite): Promise<Counts> {
  console.log(pc.bold(`\n${suite.name}: ${suite.title}`));
  const reason = suite.skipReason?.();
  if (reason) {
    console.log(`skipped: ${reason}`);
    return { ...none, skipped: 1 };
  }
  const start = Date.now();
  const { output, status } = await run(suite);
  const counts = suite.count(output, status);
  if (!suite.live) console.log(suite.quiet && counts.failed === 0 ? "" : output.trimEnd());
  console.log(`${suite.name} took ${((Date.now() - start) / 1000).toFixed(1)} s: ${JSON.stringify(counts)}`);
  return counts;
}

/** Runs a suite to its end. `status` is the runner's exit code, null when it has none. */
function run({ command, cwd, env, live }: Suite): Promise<{ output: string; status: number | null }> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: cwd ?? root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (live) process.stdout.write(text);
    });
  }
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ output: output + error.message, status: null }));
    child.on("close", (status) => resolve({ output, status }));
  });
}
