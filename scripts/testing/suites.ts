import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { root, tools } from "../setup/paths";
import { countCheck, countGo, countMocha, countPytest, type Counter } from "./counts";
import { noPreviousLibrary } from "./previous-library";

/** One runner of tests or one check. */
export interface Suite {
  name: string;
  title: string;
  command: string[];
  cwd?: string;
  env?: Record<string, string>;
  count: Counter;
  /** Shows the output only when something failed. */
  quiet?: boolean;
  /** Runs only where it is named. */
  named?: boolean;
  /** Why it cannot run here, or undefined when it can. */
  skipReason?: () => string | undefined;
}

const npmBin = (name: string) => path.join(root, "node_modules", ".bin", name);
const pythonBin = (name: string) => path.join(tools.python, "bin", name);
const mocha = (...files: string[]) => [npmBin("mocha"), "--no-color", ...files];

const noGo = () =>
  spawnSync("go", ["version"]).status === 0
    ? undefined
    : "Go is not installed; it is needed only where the engine is built";

const go = (name: string, module: string, title: string): Suite => ({
  name,
  title,
  command: ["sh", "-c", "go vet ./... && go test -json ./..."],
  cwd: path.join(root, "local", "engine", module),
  count: countGo,
  quiet: true,
  skipReason: noGo,
});

/** The quick ones first: what fails soonest is seen soonest. Then the longest, since others run beside it. */
export const suites: Suite[] = [
  { name: "types", title: "tsc, strict", command: [npmBin("tsc"), "-p", "."], count: countCheck },
  { name: "lint", title: "eslint", command: [npmBin("eslint"), "."], count: countCheck },
  { name: "format", title: "prettier", command: [npmBin("prettier"), "--check", "."], count: countCheck, quiet: true },
  {
    name: "python-lint",
    title: "ruff",
    command: ["sh", "-c", `"$RUFF" check . && "$RUFF" format --check .`],
    env: { RUFF: pythonBin("ruff") },
    count: countCheck,
  },
  {
    name: "unit",
    title: "components, program and scripts, under Pulumi's mocks",
    command: mocha(
      "test/components/**/*.test.ts",
      "test/stacks/**/*.test.ts",
      "test/scripts/**/*.test.ts",
      "test/examples/**/*.test.ts",
    ),
    count: countMocha,
  },
  {
    name: "policy",
    title: "the IAM engine, and a spec for each rule of the policy packs",
    command: mocha("--ignore", "test/policy/calibration/**", "test/policy/**/*.test.ts"),
    count: countMocha,
  },
  {
    name: "jobs",
    title: "the Glue job's stages, with Spark",
    command: [pythonBin("pytest"), "test/jobs"],
    count: countPytest,
  },
  {
    name: "loads",
    title: "whole loads: the job with Spark, against the local AWS",
    command: [pythonBin("pytest"), "test/loads"],
    count: countPytest,
  },
  go("language-host", "language-host", "the Node language host"),
  go("aws-provider", "aws-provider", "the bridge to terraform-provider-aws"),
  {
    name: "local",
    title: "AWS on this machine, through real clients",
    command: mocha("test/local/**/*.test.ts"),
    count: countMocha,
  },
  {
    name: "e2e",
    title: "npm start, twice, and the engine's life cycle",
    // Each file has a local AWS of its own, and waits most of its time.
    command: mocha("--parallel", "--jobs", "3", "test/e2e/**/*.test.ts"),
    count: countMocha,
  },
  {
    name: "package",
    title: "the npm package as a stranger gets it",
    // One package for all files; those that deploy have a local AWS of their own, and wait most of their time.
    command: mocha(
      ...["--parallel", "--jobs", "3", "--require", "tsx/cjs", "--require", "./test/package/installed.ts"],
      "test/package/**/*.test.ts",
    ),
    count: countMocha,
  },
  {
    name: "upgrade",
    title: "the previous library's example, then today's, in one stack",
    command: mocha("test/upgrade/**/*.test.ts"),
    count: countMocha,
    skipReason: noPreviousLibrary,
  },
  {
    name: "calibration",
    title: "the IAM engine beside other tools, over all AWS managed policies",
    command: mocha("test/policy/calibration/**/*.test.ts"),
    count: countMocha,
  },
  {
    name: "bench",
    title: "bench/load at its smallest; it installs what the pipeline is compared with",
    command: mocha("test/bench/**/*.test.ts"),
    count: countMocha,
    named: true,
  },
  {
    name: "kills",
    title: "loads that are killed, at each point of their way",
    command: mocha("test/faults/kill.test.ts"),
    count: countMocha,
    named: true,
  },
  {
    name: "faults",
    title: "loads that are unanswered, throttled, in conflict, or whose warehouse crashes",
    command: mocha("--ignore", "test/faults/kill.test.ts", "test/faults/**/*.test.ts"),
    count: countMocha,
    named: true,
  },
  {
    name: "mutations",
    title: "whole runs, with each grant of each role taken away once",
    command: mocha("test/mutations/**/*.test.ts"),
    count: countMocha,
    named: true,
  },
];

/**
 * The suites to run, in their own order.
 *
 * @param only their names, comma-separated; without it all that need not be named
 * @throws Error for a name that no suite has
 */
export function chosen(only?: string): Suite[] {
  const wanted = only?.split(",");
  const unknown = wanted?.filter((name) => !suites.some((suite) => suite.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(
      `There is no suite ${unknown.join(", ")}; known are ${suites.map((suite) => suite.name).join(", ")}`,
    );
  }
  return suites.filter(({ name, named }) => wanted?.includes(name) ?? !named);
}
