import { z } from "zod";

/** What one field of a cron expression takes. */
interface Field {
  name: string;
  least: number;
  most: number;
  /** Names of the values, from `least` on. */
  words?: string[];
  /** Values that are no numbers: the last day, the weekday next to a date. */
  special?: RegExp;
}

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

const FIELDS: Field[] = [
  { name: "minutes", least: 0, most: 59 },
  { name: "hours", least: 0, most: 23 },
  { name: "day-of-month", least: 1, most: 31, special: /^(\?|L|([1-9]|[12]\d|3[01])W)$/ },
  { name: "month", least: 1, most: 12, words: months },
  { name: "day-of-week", least: 1, most: 7, words: weekdays, special: /^(\?|[1-7]?L)$/ },
  { name: "year", least: 1970, most: 2199 },
];

/** Glue refuses what would start more often. */
const LEAST_MINUTES = 5;

const HINT = `${FIELDS.map(({ name }) => name).join(" ")}, in UTC`;

/**
 * A schedule in the form that Glue takes: `cron(0 6 * * ? *)` is six o'clock every day, UTC.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-data-warehouse-schedule.html
 */
export const cronSchema = z.string().superRefine((text, context) => {
  const fault = cronFault(text);
  if (fault) {
    context.addIssue({ code: "custom", message: `expected ${fault}` });
  }
});

/** What Glue would refuse, as what it expects instead; undefined where it takes the expression. */
function cronFault(text: string): string | undefined {
  const parts = /^cron\((.*)\)$/.exec(text)?.[1].trim().split(/\s+/);
  if (parts?.length !== FIELDS.length) return `cron(...) with the six fields ${HINT}`;

  const values = FIELDS.map((field, i) => valuesOf(field, parts[i]));
  const wrong = FIELDS.find((_, i) => values[i] === undefined);
  if (wrong) return `${wrong.least} to ${wrong.most} for ${wrong.name}, in the fields ${HINT}`;

  if ((parts[2] === "?") === (parts[4] === "?")) {
    return "? in one of day-of-month and day-of-week, and what is meant in the other";
  }
  return leastGap(values[0]!, values[1]!) < LEAST_MINUTES
    ? `at least ${LEAST_MINUTES} minutes between runs`
    : undefined;
}

/** The numbers that a field stands for, none where it stands for special days; undefined where it is wrong. */
function valuesOf(field: Field, text: string): number[] | undefined {
  if (field.special?.test(text)) return [];
  const found = text.split(",").map((item) => rangeOf(field, item));
  return found.includes(undefined) ? undefined : found.flatMap((values) => values ?? []);
}

/** `*`, `8` or `8-17`, with an increment or without: `0/5`. */
function rangeOf(field: Field, item: string): number[] | undefined {
  const [range, increment = "1", ...more] = item.split("/");
  const ends = range === "*" ? [field.least, field.most] : range.split("-").map(valueIn(field));
  if (more.length > 0 || !/^[1-9]\d*$/.test(increment) || ends.length > 2 || ends.includes(undefined)) return undefined;

  const [first, last = item.includes("/") ? field.most : first] = ends as number[];
  const step = Number(increment);
  return first > last
    ? undefined
    : Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}

const valueIn =
  ({ least, most, words }: Field) =>
  (text: string): number | undefined => {
    const word = words?.indexOf(text.toUpperCase()) ?? -1;
    const value = word >= 0 ? least + word : /^\d+$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : undefined;
  };

/** The fewest minutes from one start to the next. */
function leastGap(minutes: number[], hours: number[]): number {
  const sorted = [...new Set(minutes)].sort((a, b) => a - b);
  const within = sorted.slice(1).map((minute, i) => minute - sorted[i]);
  const hoursFollow = hours.some((hour) => hours.includes((hour + 1) % 24));
  return Math.min(...within, hoursFollow ? 60 - sorted.at(-1)! + sorted[0] : Infinity);
}
