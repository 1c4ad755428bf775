import { AwsError } from "../../gateway/service";
import { parseSchedule, type Schedule } from "../../time/schedule";

const HOUR = 3_600_000;
/** Enough times to see how a schedule paces. */
const LOOKED_AT = 48;

/**
 * Reads `at(yyyy-mm-ddThh:mm:ss)` or `cron(Minutes Hours Day-of-month Month Day-of-week Year)`, in UTC.
 *
 * @throws {AwsError} InvalidSchedule for anything else, or one that comes more often than hourly
 * @see https://docs.aws.amazon.com/redshift/latest/APIReference/API_ScheduledAction.html
 */
export function actionSchedule(text: string): Schedule {
  const wrong = (why: string) => new AwsError("InvalidSchedule", `The schedule is not valid: ${why}`);
  const at = /^at\((.*)\)$/.exec(text)?.[1];
  if (at !== undefined) {
    const time = new Date(`${at}Z`);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(at) || Number.isNaN(time.getTime()))
      throw wrong(`${text}: at(yyyy-mm-ddThh:mm:ss) is accepted`);
    return { next: (after) => (time > after ? time : undefined) };
  }
  if (!text.startsWith("cron(")) throw wrong(`${text}: at(yyyy-mm-ddThh:mm:ss) or cron(...) is accepted`);
  let schedule: Schedule;
  try {
    schedule = parseSchedule(text);
  } catch (error) {
    throw wrong((error as Error).message);
  }
  let last = schedule.next(new Date(0));
  for (let i = 0; i < LOOKED_AT && last; i++) {
    const next = schedule.next(last);
    if (next && next.getTime() - last.getTime() < HOUR) throw wrong(`${text}: once an hour at most is accepted`);
    last = next;
  }
  return schedule;
}

/** A schedule from one time to another, where they are given. */
export const within = (schedule: Schedule, start: Date | undefined, end: Date | undefined): Schedule => ({
  next(after) {
    const isEarly = start !== undefined && start > after;
    const next = schedule.next(isEarly ? new Date(start.getTime() - 1) : after);
    return next && end && next > end ? undefined : next;
  },
});
