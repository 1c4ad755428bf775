import type { Clock } from "./clock";
import type { Schedule } from "./schedule";

/** Calls at the times of schedules, each of which has a key. */
export class Timetable {
  private readonly callOff = new Map<string, () => void>();

  constructor(
    private readonly clock: Clock,
    private readonly call: (key: string, time: Date) => void,
  ) {}

  /** From now on the key goes by this schedule. */
  set(key: string, schedule: Schedule): void {
    this.clear(key);
    this.arm(key, schedule, this.clock.now());
  }

  clear(key: string): void {
    this.callOff.get(key)?.();
    this.callOff.delete(key);
  }

  close(): void {
    for (const key of [...this.callOff.keys()]) this.clear(key);
  }

  private arm(key: string, schedule: Schedule, after: Date): void {
    const time = schedule.next(after);
    if (!time) return;
    const due = () => {
      // A machine that slept does not make up for what it missed.
      const now = this.clock.now();
      this.arm(key, schedule, now > time ? now : time);
      this.call(key, time);
    };
    this.callOff.set(key, this.clock.at(time, due));
  }
}
