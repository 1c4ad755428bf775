import { Command, InvalidArgumentError } from "commander";
import { spawn } from "node:child_process";
import pc from "picocolors";
import { root } from "./setup/paths";
import { type Counts, none, plus } from "./testing/counts";
import { chosen, type Suite, suites } from "./testing/suites";

export function testCommand(): Command {
  return new Command("test")
    .description("run the checks and every test; the last line counts them")
    .option("--only <suites>", `comma-separated: ${suites.map(shown).join(", ")}`)
    .option("--jobs <n>", "how many suites run side by side", positive, 2)
    .action(test);
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

const shown = ({ name, named }: Suite) => (named ? `${name} (runs only where it is named)` : name);

async function test({ only, jobs }: { only?: string; jobs: number }): Promise<void> {
  const waiting = chosen(only);
  const live = waiting.length === 1;
  let total = none;
  const next = async (): Promise<void> => {
    for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
      const counts = await runSuite(suite, live);
      total = plus(total, counts);
    }
  };
  await Promise.all(Array.from({ length: jobs }, next));
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** @param live show the output as it comes, and not in one piece at the end */
async function runSuite(suite: Suite, live: boolean): Promise<Counts> {
  const title = pc.bold(`${suite.name}: ${suite.title}`);
  const reason = suite.skipReason?.();
  if (reason) {
    console.log(`\n${title}\nskipped: ${reason}`);
    return { ...none, skipped: 1 };
  }
  console.log(live ? `\n${title}` : `${suite.name} has started`);
  const start = Date.now();
  const { output, status } = await run(suite, live);
  const counts = suite.count(output, status);
  const took = `${suite.name} took ${((Date.now() - start) / 1000).toFixed(1)} s: ${JSON.stringify(counts)}`;
  const untold = live || (suite.quiet && counts.failed === 0) ? "" : output.trimEnd();
  console.log([...(live ? [] : [`\n${title}`]), untold, took].filter(Boolean).join("\n"));
  return counts;
}

/** Runs a suite to its end. `status` is the runner's exit code, null when it has none. */
function run({ command, cwd, env }: Suite, live: boolean): Promise<{ output: string; status: number | null }> {
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
