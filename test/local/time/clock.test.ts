import * as assert from "node:assert/strict";
import { mock } from "node:test";
import { type Clock, systemClock } from "../../../local/time/clock";
import { parseSchedule } from "../../../local/time/schedule";
import { Timetable } from "../../../local/time/timetable";

const DAY = 24 * 3600 * 1000;

describe("the machine's clock", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 }));
  afterEach(() => mock.timers.reset());

  it("calls at the time, also beyond the 24 days that a timer takes", () => {
    const calls: number[] = [];
    for (const days of [1, 60]) systemClock.at(new Date(days * DAY), () => calls.push(days));
    mock.timers.tick(DAY - 1);
    assert.deepEqual(calls, []);
    mock.timers.tick(1);
    assert.deepEqual(calls, [1]);
    for (let day = 1; day < 59; day++) mock.timers.tick(DAY);
    assert.deepEqual(calls, [1]);
    mock.timers.tick(DAY);
    assert.deepEqual(calls, [1, 60]);
  });

  it("does not call what was called off", () => {
    const calls: string[] = [];
    for (const days of [1, 60]) systemClock.at(new Date(days * DAY), () => calls.push("called"))();
    for (let day = 0; day < 61; day++) mock.timers.tick(DAY);
    assert.deepEqual(calls, []);
  });
});

describe("a timetable", () => {
  /** A clock whose timers fire when the test says so, however late. */
  class LateClock implements Clock {
    time = new Date("2026-01-15T12:00:00Z");
    due?: { time: Date; call: () => void };
    now = () => this.time;
    at(time: Date, call: () => void) {
      this.due = { time, call };
      return () => {
        this.due = undefined;
      };
    }
  }

  it("does not make up for times that passed while the machine slept", () => {
    const clock = new LateClock();
    const calls: string[] = [];
    const timetable = new Timetable(clock, (key, time) => calls.push(`${key} ${time.toISOString()}`));
    timetable.set("hourly", parseSchedule("cron(0 * * * ? *)"));
    assert.equal(clock.due?.time.toISOString(), "2026-01-15T13:00:00.000Z");
    clock.time = new Date("2026-01-15T18:30:00Z");
    clock.due.call();
    assert.deepEqual(calls, ["hourly 2026-01-15T13:00:00.000Z"]);
    assert.equal(clock.due?.time.toISOString(), "2026-01-15T19:00:00.000Z");
    timetable.close();
    assert.equal(clock.due, undefined);
  });

  it("goes by a key's last schedule, and by none that has no time left", () => {
    const clock = new LateClock();
    const timetable = new Timetable(clock, () => undefined);
    timetable.set("a", parseSchedule("rate(1 hour)"));
    timetable.set("a", parseSchedule("rate(2 days)"));
    assert.equal(clock.due?.time.toISOString(), "2026-01-17T12:00:00.000Z");
    timetable.set("a", parseSchedule("cron(0 0 1 1 ? 2020)"));
    assert.equal(clock.due, undefined);
  });
});
