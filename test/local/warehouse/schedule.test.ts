import { strict as assert } from "node:assert";
import { actionSchedule, within } from "../../../local/warehouse/cluster/schedule";

describe("The schedule of an action", () => {
  const after = new Date("2026-02-27T10:30:00Z"); // a Friday
  const cases: [string, string[]][] = [
    ["at(2026-03-04T17:27:05)", ["2026-03-04T17:27:05Z"]],
    ["at(2026-02-27T10:30:00)", []],
    ["cron(0 18 ? * MON-FRI *)", ["2026-02-27T18:00:00Z", "2026-03-02T18:00:00Z"]],
    ["cron(0 6/6 * * ? *)", ["2026-02-27T12:00:00Z", "2026-02-27T18:00:00Z", "2026-02-28T06:00:00Z"]],
    ["cron(0 0 1 1 ? 2020)", []],
  ];
  for (const [text, times] of cases) {
    it(`${text} comes ${times.length === 0 ? "no more" : `at ${times.join(", ")}`}`, () => {
      const schedule = actionSchedule(text);
      let last = after;
      for (const time of times) {
        last = schedule.next(last)!;
        assert.equal(last.toISOString(), new Date(time).toISOString());
      }
      if (times.length === 0) assert.equal(schedule.next(after), undefined);
    });
  }

  const wrong: [string, RegExp][] = [
    ["every hour", /at\(.*\) or cron\(\.\.\.\) is accepted/],
    ["rate(1 day)", /at\(.*\) or cron\(\.\.\.\) is accepted/],
    ["at(tomorrow)", /at\(yyyy-mm-ddThh:mm:ss\) is accepted/],
    ["cron(0 10 * * MON *)", /one of Day-of-month and Day-of-week must be \?/],
    ["cron(0 25 * * ? *)", /cron\(0 25/],
    ["cron(0/30 * * * ? *)", /once an hour at most/],
    ["cron(0,59 * * * ? *)", /once an hour at most/],
  ];
  for (const [text, message] of wrong)
    it(`${text} is none`, () => assert.throws(() => actionSchedule(text), { name: "InvalidSchedule", message }));

  it("begins and ends with the action's times", () => {
    const daily = actionSchedule("cron(0 8 * * ? *)");
    const schedule = within(daily, new Date("2026-03-10T08:00:00Z"), new Date("2026-03-11T09:00:00Z"));
    const first = schedule.next(after)!;
    assert.equal(first.toISOString(), "2026-03-10T08:00:00.000Z");
    assert.equal(schedule.next(first)!.toISOString(), "2026-03-11T08:00:00.000Z");
    assert.equal(schedule.next(schedule.next(first)!), undefined);
  });
});
