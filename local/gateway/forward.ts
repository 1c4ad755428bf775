import * as http from "node:http";
import { pipeline } from "node:stream";
import { text } from "node:stream/consumers";
import { isForm } from "./body";
import type { Outcome } from "./intercept";
import { AwsError } from "./service";
import { respondError } from "./respond";

/** Headers that concern one connection only. `expect` is among them: the server that received it has answered it. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "te", "upgrade", "expect"]);

/** Hands requests on to moto and its answers back, both as streams, with the headers as they are. */
export class Forwarder {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  private readonly target: URL;

  constructor(motoUrl: string) {
    this.target = new URL(motoUrl);
  }

  /**
   * @param body the request's body when it was read already; else it is streamed
   * @param after hears of moto's answer before it is handed back, with its text where it is of the query protocol; resolves to
   * whether it was answered in its stead
   */
  forward(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    body?: Buffer,
    after: (outcome: Outcome, xml?: string) => Promise<boolean> = () => Promise.resolve(false),
  ): void {
    const upstream = http.request({
      agent: this.agent,
      host: this.target.hostname,
      port: this.target.port,
      method: request.method,
      path: request.url,
      headers: signed(request),
    });
    upstream.on("response", async (answer) => {
      // It may break off while others are still asked about it.
      answer.on("error", () => response.destroy());
      const status = answer.statusCode ?? 502;
      const xml = isForm(request) ? await text(answer).catch(() => undefined) : undefined;
      if (await after({ status }, xml)) {
        answer.destroy();
        return;
      }
      response.writeHead(status, answer.statusMessage, endToEnd(answer.rawHeaders));
      if (xml === undefined) pipeline(answer, response, () => undefined);
      else response.end(xml);
    });
    upstream.on("error", (error) => {
      if (response.headersSent || response.destroyed) response.destroy(error);
      else respondError(response, new AwsError("InternalFailure", `moto did not answer: ${error.message}`, 502));
    });
    response.on("close", () => {
      if (!response.writableFinished) upstream.destroy();
    });
    if (body) upstream.end(body);
    else request.pipe(upstream);
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Whether anybody may read an object is decided before; moto itself goes by its ACL, which knows no bucket policy. */
function signed({ headers, url = "", rawHeaders }: http.IncomingMessage): string[] {
  const isSigned = headers.authorization !== undefined || /[?&](X-Amz-)?Signature=/.test(url);
  const scope = "local/20000101/us-east-1/s3/aws4_request";
  const own = ["authorization", `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`];
  return isSigned ? endToEnd(rawHeaders) : [...endToEnd(rawHeaders), ...own];
}

function endToEnd(rawHeaders: string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!HOP_BY_HOP.has(rawHeaders[i].toLowerCase())) kept.push(rawHeaders[i], rawHeaders[i + 1]);
  }
  return kept;
}
