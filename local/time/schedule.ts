import { Cron } from "croner";

/** Times that come again. */
export interface Schedule {
  /** The first one after the given; undefined when there is none. */
  next(after: Date): Date | undefined;
}

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `cron(Minutes Hours Day-of-month Month Day-of-week Year)`, in UTC, and `rate(5 minutes)`.
 *
 * @throws Error that says what is wrong with it
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((?:(1) (minute|hour|day)|((?!1 )\d+) (minute|hour|day)s)\)$/.exec(expression);
  const [count, unit] = rate ? [Number(rate[1] ?? rate[3]), rate[2] ?? rate[4]] : [0, ""];
  if (count > 0) return { next: (after) => new Date(after.getTime() + count * UNITS[unit]) };
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1].trim().split(/\s+/);
  if (fields?.length !== 6) {
    throw new Error(
      `${JSON.stringify(expression)} is neither cron(Minutes Hours Day-of-month Month Day-of-week Year) nor rate(value unit)`,
    );
  }
  return cronSchedule(expression, fields);
}

function cronSchedule(expression: string, fields: string[]): Schedule {
  const [minutes, hours, day, month, weekday, year] = fields;
  if ((day === "?") === (weekday === "?")) {
    throw new Error(`${expression}: one of Day-of-month and Day-of-week must be ?, and only one`);
  }
  // croner reads ? as the day on which it is asked, and knows L of a certain weekday alone: AWS's week ends with the seventh.
  const days = [day, month, weekday === "L" ? "7" : weekday].map((field) => (field === "?" ? "*" : field));
  try {
    const options = { mode: "7-part", timezone: "UTC", alternativeWeekdays: true, sloppyRanges: true } as const;
    const cron = new Cron(["0", minutes, hours, ...days, year].join(" "), options);
    return { next: (after) => cron.nextRun(after) ?? undefined };
  } catch (error) {
    throw new Error(`${expression}: ${(error as Error).message}`);
  }
}
