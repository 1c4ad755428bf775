import type { PriceName } from "./prices";

/** Something of which a pipeline uses so much in a month. */
export interface Use {
  what: string;
  price: PriceName;
  quantity: number;
}

/** What one part of a pipeline uses, and what was taken for granted. */
export interface Uses {
  uses: Use[];
  assumptions: string[];
}

export const DAYS_PER_MONTH = 365 / 12;
export const HOURS_PER_MONTH = 24 * DAYS_PER_MONTH;

/** Minutes of a run that are billed; none where there is none. */
export const billedMinutes = (minutes: number, least: number): number => (minutes === 0 ? 0 : Math.max(minutes, least));

/** `1 run`, `2 runs`, `0.5 runs`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US", { maximumFractionDigits: 2 })} ${count === 1 ? one : many}`;
