import type { CostEstimate } from "./estimate";
import { counted } from "./use";

/** An estimate as a person reads it: the sum, a line for each item, and what was assumed. */
export function costText({ items, totalUsd, region, priceRegion, pricesOf, assumptions }: CostEstimate): string {
  const of = priceRegion === region ? pricesOf : `${priceRegion}, ${pricesOf}`;
  const amounts = items.map(({ usd }) => dollars(usd));
  const width = Math.max(0, ...amounts.map(({ length }) => length));
  return [
    `About ${dollars(totalUsd)} a month in ${region}, at list prices of ${of} and later:`,
    ...items.map(
      ({ what, quantity, unit }, i) => `${amounts[i].padStart(width)}  ${what}: ${counted(quantity, unit, unit)}`,
    ),
    "Assumed:",
    ...assumptions.map((text) => `- ${text}`),
  ].join("\n");
}

const dollars = (usd: number): string =>
  usd > 0 && usd < 0.005
    ? "under $0.01"
    : `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
