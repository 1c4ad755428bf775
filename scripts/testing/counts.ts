/** How many tests of a suite came out how. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export const plus = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** Reads a runner's output. `status` is the runner's exit code, null when a signal ended it. */
export type Counter = (output: string, status: number | null) => Counts;

/** A check is one test: it passes or it does not. */
export const countCheck: Counter = (_, status) => (status === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 });

export const countMocha: Counter = orBroken((output) => ({
  passed: number(output, /^ {2}(\d+) passing/m),
  failed: number(output, /^ {2}(\d+) failing/m),
  skipped: number(output, /^ {2}(\d+) pending/m),
}));

export const countPytest: Counter = orBroken((output) => {
  const summary = output.split("\n").findLast((line) => /^(\d+ \w+, )*\d+ \w+ in [\d.]+s/.test(line)) ?? "";
  return {
    passed: number(summary, /(\d+) passed/),
    failed: number(summary, /(\d+) failed/) + number(summary, /(\d+) errors?/),
    skipped: number(summary, /(\d+) skipped/),
  };
});

/** For `go test -json`: only leaf results of tests, not of packages. */
export const countGo: Counter = orBroken((output) => {
  const events = output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const ended = (action: string) => events.filter((event) => event.Test && event.Action === action).length;
  return { passed: ended("pass"), failed: ended("fail"), skipped: ended("skip") };
});

/** A runner that ends badly without a failed test, or well without any test, did not do its work: that is a failure. */
function orBroken(count: (output: string) => Counts): Counter {
  return (output, status) => {
    const counts = count(output);
    const ran = counts.passed + counts.failed + counts.skipped > 0;
    return counts.failed === 0 && (status !== 0 || !ran) ? { ...counts, failed: 1 } : counts;
  };
}

function number(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}
