import { page } from "../data/pages";
import type { Input } from "./input";

const MOST = 100;

/** One page of what a Describe call lists. */
export function pageOf<T>(all: T[], input: Input): { items: T[]; Marker?: string } {
  const { items, NextToken } = page(all, input.text("Marker"), input.number("MaxRecords", 20, MOST) ?? MOST);
  return { items, Marker: NextToken };
}

/** Whether something has one of the keys, and one of the values, that a Describe call asks for. */
export function isTagged(tags: Map<string, string>, input: Input): boolean {
  const [keys, values] = [input.texts("TagKeys") ?? [], input.texts("TagValues") ?? []];
  return (
    (keys.length === 0 || keys.some((key) => tags.has(key))) &&
    (values.length === 0 || [...tags.values()].some((value) => values.includes(value)))
  );
}

export const tagList = (tags: Map<string, string>) => ({
  Tag: [...tags].map(([Key, Value]) => ({ Key, Value })),
});
