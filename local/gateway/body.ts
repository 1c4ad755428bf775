import type { IncomingMessage } from "node:http";
import * as zlib from "node:zlib";
import type { Head } from "./head";
import { AwsError } from "./service";

/** Whether a request is of the query protocol, which names its action in the body. */
export function isForm(head: Head): boolean {
  return head.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a call is asked, of a form or of JSON. @throws AwsError SerializationException */
export function inputOf(head: Head, body: Buffer | undefined): Record<string, unknown> {
  if (!body || body.length === 0) return {};
  const text = (head.headers["content-encoding"] === "gzip" ? zlib.gunzipSync(body) : body).toString();
  if (isForm(head)) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new AwsError("SerializationException", `the body is not JSON: ${(error as Error).message}`);
  }
}
