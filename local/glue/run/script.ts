import { once } from "node:events";
import * as readline from "node:readline";
import type { Readable } from "node:stream";
import { killGroup, startSupervised, type SupervisedProcess } from "../../supervised";

export interface ScriptInput {
  python: string;
  script: string;
  argv: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  onOutput(line: string): void;
  onError(line: string): void;
}

/** How much of standard error is kept to find the exception in. */
const TAIL = 200;

/** The running script: a process group of its own, with Spark's Java in it. */
export class Script {
  readonly ended: Promise<{ code: number; stderr: string }>;
  private readonly child: SupervisedProcess;

  constructor({ python, script, argv, cwd, env, onOutput, onError }: ScriptInput) {
    const child = startSupervised({ python, command: [python, script, ...argv], cwd, env });
    this.child = child;
    const tail: string[] = [];
    const read = [
      readLines(child.stdout, onOutput),
      readLines(child.stderr, (line) => {
        tail.push(line);
        if (tail.length > TAIL) tail.shift();
        onError(line);
      }),
    ];
    this.ended = (async () => {
      const [code] = (await once(child, "exit")) as [number | null];
      // What the script left running would hold its output open.
      killGroup(child);
      await Promise.all(read);
      return { code: code ?? 137, stderr: tail.join("\n") };
    })();
  }

  kill(): void {
    killGroup(this.child);
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): Promise<unknown> {
  const lines = readline.createInterface({ input: stream, crlfDelay: Infinity });
  lines.on("line", onLine);
  return once(lines, "close");
}
