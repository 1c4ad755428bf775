import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";

/** The head of an HTTP request; also what an IncomingMessage offers of it. */
export interface Head {
  method?: string;
  url?: string;
  headers: IncomingHttpHeaders;
}

const LIMIT = 64 * 1024;

/**
 * Reads a connection's first bytes until they hold the head of its request.
 * @returns all that was read, and the head; no head when it is not HTTP or too long, which an HTTP server tells best.
 */
export function readHead(socket: Socket): Promise<{ bytes: Buffer; head?: Head }> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const done = (head?: Head) => {
      socket.off("data", onData).off("close", onClose);
      socket.pause();
      resolve({ bytes, head });
    };
    const onClose = () => done();
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf("\r\n\r\n");
      if (end >= 0) done(parseHead(bytes.toString("latin1", 0, end)));
      else if (bytes.length > LIMIT) done();
    };
    socket.on("data", onData).on("close", onClose);
  });
}

function parseHead(text: string): Head | undefined {
  const [first, ...lines] = text.split("\r\n");
  const request = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first);
  if (!request) return undefined;
  const headers: IncomingHttpHeaders = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { method: request[1], url: request[2], headers };
}
