import * as assert from "node:assert/strict";
import { parseSchedule } from "../../../local/time/schedule";

/** A Thursday. */
const FROM = new Date("2026-01-15T12:00:00Z");

function times(expression: string, from = FROM, count = 3): string[] {
  const schedule = parseSchedule(expression);
  const found: string[] = [];
  let time: Date | undefined = from;
  while (found.length < count && (time = schedule.next(time))) found.push(time.toISOString().slice(0, 16));
  return found;
}

describe("AWS's schedule expressions", () => {
  const cases: [expression: string, ...times: string[]][] = [
    ["cron(15 12 * * ? *)", "2026-01-15T12:15", "2026-01-16T12:15", "2026-01-17T12:15"],
    ["cron(0 12 * * ? *)", "2026-01-16T12:00", "2026-01-17T12:00", "2026-01-18T12:00"],
    ["cron(0 18 ? * MON-FRI *)", "2026-01-15T18:00", "2026-01-16T18:00", "2026-01-19T18:00"],
    ["cron(0 8 1 * ? *)", "2026-02-01T08:00", "2026-03-01T08:00", "2026-04-01T08:00"],
    ["cron(0/15 * * * ? *)", "2026-01-15T12:15", "2026-01-15T12:30", "2026-01-15T12:45"],
    ["cron(7/20 13 * * ? *)", "2026-01-15T13:07", "2026-01-15T13:27", "2026-01-15T13:47"],
    ["cron(5,35 14 * * ? *)", "2026-01-15T14:05", "2026-01-15T14:35", "2026-01-16T14:05"],
    ["cron(0 8-9 15 jan ? *)", "2027-01-15T08:00", "2027-01-15T09:00", "2028-01-15T08:00"],
    ["cron(0 10 ? * 6L 2026-2027)", "2026-01-30T10:00", "2026-02-27T10:00", "2026-03-27T10:00"],
    ["cron(0 8 L * ? *)", "2026-01-31T08:00", "2026-02-28T08:00", "2026-03-31T08:00"],
    ["cron(0 8 3W * ? *)", "2026-02-03T08:00", "2026-03-03T08:00", "2026-04-03T08:00"],
    ["cron(0 8 1W * ? *)", "2026-02-02T08:00", "2026-03-02T08:00", "2026-04-01T08:00"],
    ["cron(0 8 ? * 2#1 *)", "2026-02-02T08:00", "2026-03-02T08:00", "2026-04-06T08:00"],
    ["cron(0 8 ? * L *)", "2026-01-17T08:00", "2026-01-24T08:00", "2026-01-31T08:00"],
    ["cron(0 8 ? * 1 *)", "2026-01-18T08:00", "2026-01-25T08:00", "2026-02-01T08:00"],
    ["cron(0 8 29 2 ? *)", "2028-02-29T08:00", "2032-02-29T08:00", "2036-02-29T08:00"],
    ["cron(0 8 1 1 ? 2027/2)", "2027-01-01T08:00", "2029-01-01T08:00", "2031-01-01T08:00"],
    ["cron(0 8 1 1 ? 2020)"],
  ];
  for (const [expression, ...expected] of cases) {
    it(expression, () => assert.deepEqual(times(expression), expected));
  }

  it("rate(...) counts from when it is asked first", () => {
    assert.deepEqual(times("rate(5 minutes)"), ["2026-01-15T12:05", "2026-01-15T12:10", "2026-01-15T12:15"]);
    assert.deepEqual(times("rate(1 hour)", FROM, 1), ["2026-01-15T13:00"]);
    assert.deepEqual(times("rate(2 days)", FROM, 1), ["2026-01-17T12:00"]);
  });

  const wrong: [expression: string, message: RegExp][] = [
    ["0 12 * * ? *", /is neither cron\(Minutes Hours Day-of-month Month Day-of-week Year\) nor rate\(/],
    ["cron(0 12 * * ?)", /is neither cron\(/],
    ["cron(0 12 * * * *)", /one of Day-of-month and Day-of-week must be \?, and only one/],
    ["cron(0 12 ? * ? *)", /one of Day-of-month and Day-of-week must be \?, and only one/],
    ["cron(61 12 * * ? *)", /cron\(61 12 \* \* \? \*\): /],
    ["cron(0 12 32 * ? *)", /cron\(0 12 32 \* \? \*\): /],
    ["cron(0 12 * * X *)", /one of Day-of-month/],
    ["cron(0 12 ? * XXX *)", /cron\(0 12 \? \* XXX \*\): /],
    ["rate(5 minute)", /is neither cron\(/],
    ["rate(1 hours)", /is neither cron\(/],
    ["rate(0 minutes)", /is neither cron\(/],
  ];
  for (const [expression, message] of wrong) {
    it(`refuses ${expression}`, () => assert.throws(() => parseSchedule(expression), message));
  }
});
