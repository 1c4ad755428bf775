import { AwsError } from "../gateway/service";

/** One page of a list, by the request's MaxResults and NextToken. */
export function page<T>(
  items: T[],
  input: Record<string, unknown>,
  defaultSize = 100,
): { items: T[]; NextToken?: string } {
  const start = input.NextToken === undefined ? 0 : offsetOf(input.NextToken);
  const size = typeof input.MaxResults === "number" ? input.MaxResults : defaultSize;
  const end = start + size;
  return {
    items: items.slice(start, end),
    NextToken: end < items.length ? Buffer.from(String(end)).toString("base64url") : undefined,
  };
}

function offsetOf(token: unknown): number {
  const offset = Number(Buffer.from(String(token), "base64url").toString());
  if (!Number.isInteger(offset) || offset < 0)
    throw new AwsError("InvalidInputException", `NextToken ${String(token)} is not valid`);
  return offset;
}
