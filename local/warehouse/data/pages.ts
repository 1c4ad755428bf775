import { AwsError } from "../../gateway/service";

/** A token that says where the next page begins. */
export const tokenOf = (next: number) => Buffer.from(`page:${next}`).toString("base64url");

/** @throws {AwsError} ValidationException for a token that {@link tokenOf} did not make. */
export function pageOf(token: unknown): number {
  if (token === undefined) return 0;
  const number = /^page:(\d+)$/.exec(Buffer.from(String(token), "base64url").toString())?.[1];
  if (number === undefined)
    throw new AwsError("ValidationException", `NextToken ${JSON.stringify(token)} is none that this API gave`);
  return Number(number);
}

/** One page of a list. */
export function page<T>(all: T[], token: unknown, size: number): { items: T[]; NextToken?: string } {
  const start = pageOf(token);
  const end = start + size;
  return { items: all.slice(start, end), NextToken: end < all.length ? tokenOf(end) : undefined };
}
