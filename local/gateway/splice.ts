import * as net from "node:net";

/**
 * Joins a client's connection to moto and lets the bytes pass as they are: no HTTP parser between costs an S3 transfer time.
 * One request a connection, since moto closes each of its own after the answer.
 * @param first what was read of the connection already.
 * @returns the answer's status once both sides are done, 502 when moto could not be reached.
 */
export function splice(client: net.Socket, first: Buffer, motoUrl: string): Promise<number> {
  const { hostname, port } = new URL(motoUrl);
  const moto = net.connect({ host: hostname, port: Number(port), noDelay: true });
  let status: number | undefined;
  const onData = (chunk: Buffer) => {
    status = statusOf(chunk);
    if (status !== undefined) moto.off("data", onData);
  };
  moto.on("data", onData);
  moto.write(first);
  client.pipe(moto);
  moto.pipe(client);
  return new Promise((resolve) => {
    moto.on("error", (error) => {
      if (status === undefined) client.write(unreachable(error));
    });
    client.on("error", () => moto.destroy());
    client.on("close", () => moto.destroy());
    moto.on("close", () => {
      client.end();
      resolve(status ?? 502);
    });
  });
}

/** The first status that is not `100 Continue`. */
function statusOf(answer: Buffer): number | undefined {
  const statuses = answer.toString("latin1", 0, 256).matchAll(/^HTTP\/1\.[01] (\d{3})/gm);
  return [...statuses].map((match) => Number(match[1])).find((code) => code !== 100);
}

function unreachable(error: Error): string {
  const body = `<Error><Code>InternalError</Code><Message>moto did not answer: ${error.message}</Message></Error>`;
  return `HTTP/1.1 502 Bad Gateway\r\ncontent-type: application/xml\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}
