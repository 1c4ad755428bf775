/** What a client of the PostgreSQL protocol sends first. */
export type First =
  | { kind: "more" }
  /** Asks for TLS or GSSAPI, which there is not. */
  | { kind: "encryption"; rest: Buffer }
  /** Names its user and database. */
  | { kind: "startup"; fields: Map<string, string>; rest: Buffer }
  /** Cancels a query, or is of no version that is known: the server's business. */
  | { kind: "other" };

const SSL = 80877103;
const GSS = 80877104;
const VERSION_3 = 3;

/** @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
export function readFirst(bytes: Buffer): First {
  if (bytes.length < 8 || bytes.length < bytes.readInt32BE(0)) return { kind: "more" };
  const length = bytes.readInt32BE(0);
  const code = bytes.readInt32BE(4);
  const rest = bytes.subarray(length);
  if (code === SSL || code === GSS) return { kind: "encryption", rest };
  if (code >> 16 !== VERSION_3) return { kind: "other" };
  const texts = bytes.toString("utf8", 8, length).split("\0");
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < texts.length && texts[i] !== ""; i += 2) fields.set(texts[i], texts[i + 1]);
  return { kind: "startup", fields, rest };
}

export function startupOf(fields: Map<string, string>): Buffer {
  const body = Buffer.from([...fields].map(([name, value]) => `${name}\0${value}\0`).join("") + "\0");
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(VERSION_3 << 16, 4);
  return Buffer.concat([head, body]);
}

/** The server's refusal to go on. */
export function fatal(code: string, message: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
