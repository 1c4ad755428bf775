import type { ServerResponse } from "node:http";
import { TLSSocket } from "node:tls";

/** A call on its way through the gateway. */
export interface InterceptedCall {
  service: string;
  /** The action where the protocol names it, else the HTTP method. */
  action: string;
  /** ARN of who signed it, `anonymous` when nobody did. */
  caller: string;
  /** Path and query. */
  url: string;
  /** What a service of the JSON protocol is asked; undefined for the others, S3 among them. */
  input?: Record<string, unknown>;
}

/** What happened to a call. */
export interface Outcome {
  status: number;
  /** The answer's body where the gateway made it itself. */
  body?: Record<string, unknown>;
}

/** What a client gets instead of the answer: another one, or a connection that breaks. */
export type Instead = { status: number; headers?: Record<string, string>; body: string } | "reset";

/**
 * Comes between clients and services: holds calls and answers, answers in a service's stead, loses an answer. Tests of what must
 * survive that give one to the local AWS; without one S3's bytes pass unparsed, but for those over TLS.
 */
export interface Interceptor {
  /** Before anything is done, which waits until this resolves; what it resolves to is sent and nothing is done. */
  before(call: InterceptedCall): Promise<Instead | undefined>;
  /** After it was done; the answer waits until this resolves, and what it resolves to is sent instead. */
  after(call: InterceptedCall, outcome: Outcome): Promise<Instead | undefined>;
}

export function sendInstead(response: ServerResponse, instead: Instead): void {
  if (instead === "reset") {
    const { socket } = response;
    // Node cannot reset a connection with TLS; without a word of TLS's it ends as broken too.
    if (socket instanceof TLSSocket) socket.destroy();
    else socket?.resetAndDestroy();
    return;
  }
  response.writeHead(instead.status, { connection: "close", ...instead.headers });
  // What is left of the request's body would be taken for the next request.
  response.req.resume();
  response.end(instead.body);
}
