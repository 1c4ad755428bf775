import { z } from "zod";
import type { Resource } from "../rules/resources";

/** A resource that a rule leaves alone, for a reason and until a day. */
export const exception = z.strictObject({
  resource: z.string().min(1).describe("Name or URN of the resource; * stands for any text."),
  reason: z.string().min(10).describe("Why the rule does not hold here."),
  expires: z.iso.date().describe("The last day of the exception, YYYY-MM-DD."),
});

export type Exception = z.infer<typeof exception>;

/**
 * What becomes of a finding.
 *
 * @param today `YYYY-MM-DD`
 * @returns the finding, unchanged where no exception is meant for the resource; nothing where one is; with a word about it where
 * all that are meant have ended
 */
export function afterExceptions(
  what: string,
  { name, urn }: Pick<Resource, "name" | "urn">,
  exceptions: Exception[],
  today: string,
): string | undefined {
  const meant = exceptions.filter(({ resource }) => stands(resource, name) || stands(resource, urn));
  if (meant.some(({ expires }) => today <= expires)) return undefined;
  const [ended] = meant.sort((a, b) => b.expires.localeCompare(a.expires));
  return ended ? `${what} (the exception "${ended.reason}" ended on ${ended.expires})` : what;
}

const stands = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replace(/[\\^$.+?()[\]{}|]/g, "\\$&").replaceAll("*", "[^]*")}$`).test(text);
