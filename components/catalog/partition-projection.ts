import { z } from "zod";
import { matching, strict, variants } from "../validation";

/** What the values of a partition key are. */
export const ProjectionType = {
  /** One of a few names. */
  Enum: "enum",
  /** Whole numbers. */
  Integer: "integer",
  /** Dates, or times. */
  Date: "date",
  /** Anything; each query must name the value it wants. */
  Injected: "injected",
} as const;
export type ProjectionType = (typeof ProjectionType)[keyof typeof ProjectionType];

/**
 * How Athena works out which values a partition key has, instead of asking the catalog.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export interface ProjectionArgs {
  /** Which other keys there are depends on it. */
  type: ProjectionType;

  /** The values; needed by `enum`. */
  values?: string[];

  /** First and last value, both included; needed by `integer` and `date`: `["2026-01-01", "NOW"]`. */
  range?: string[];

  /** Format of the dates, as Java's DateTimeFormatter has it; needed by `date`: `yyyy-MM-dd`. */
  format?: string;

  /**
   * Steps between two values, with `integer` and `date`.
   * @default 1
   */
  interval?: number;

  /**
   * Unit of the steps, needed by `date` where they are not days or months as the format has it: `HOURS`.
   * @default DAYS or MONTHS, by the format
   */
  intervalUnit?: string;

  /**
   * Digits of a whole number with leading zeros, with `integer`: 2 for `month=07`.
   * @default no leading zeros
   */
  digits?: number;
}

const interval = z.int().min(1).optional();
const range = (value: z.ZodType<string, string>) => z.array(value).length(2);
const units = ["YEARS", "MONTHS", "WEEKS", "DAYS", "HOURS", "MINUTES", "SECONDS", "MILLIS"] as const;

/** What a projection accepts. */
export const projectionSchema = variants("type", [
  strict({ type: z.literal("enum"), values: z.array(matching(/^[^,]+$/, "a value without comma")).min(1) }),
  strict({
    type: z.literal("integer"),
    range: range(matching(/^-?\d+$/, "a whole number, as text")),
    interval,
    digits: z.int().min(1).optional(),
  }),
  strict({
    type: z.literal("date"),
    range: range(matching(/^[^,]+$/, "a date, or NOW and an offset such as NOW-3YEARS")),
    format: matching(/\S/, "a format of dates"),
    interval,
    intervalUnit: z.enum(units).optional(),
  }),
  strict({ type: z.literal("injected") }),
]);

/** A partition key and how its values are worked out. */
interface ProjectedKey {
  name: string;
  projection?: ProjectionArgs;
}

/**
 * The table's parameters with which Athena works out its partitions; none where no key says how.
 *
 * @param location of the table, with a slash at its end
 */
export function projectionParameters(keys: ProjectedKey[], location: string): Record<string, string> {
  if (keys.every(({ projection }) => projection === undefined)) return {};
  const ofKeys = keys.flatMap(({ name, projection }) =>
    Object.entries(properties(projection!)).map(([key, value]) => [`projection.${name}.${key}`, value]),
  );
  return {
    "projection.enabled": "true",
    ...Object.fromEntries(ofKeys),
    "storage.location.template": `${location}${keys.map(({ name }) => `${name}=\${${name}}/`).join("")}`,
  };
}

function properties({ type, values, range, format, interval, intervalUnit, digits }: ProjectionArgs) {
  const all: Record<string, string | undefined> = {
    type,
    values: values?.join(","),
    range: range?.join(","),
    format,
    interval: interval?.toString(),
    "interval.unit": intervalUnit,
    digits: digits?.toString(),
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
