import type { Checked } from "../access/access";
import * as fs from "node:fs";
import { finished } from "node:stream/promises";

/** One call that went through the gateway. */
export interface Call {
  /** When it came in, ISO 8601. */
  time: string;
  /** The caller's ARN, `anonymous` when it was not signed. */
  caller: string;
  service: string;
  /** The action where the protocol names it, else the HTTP method. */
  action: string;
  status: number;
  /** From the request's head to the response's end. */
  ms: number;
  /** What it needed to be allowed; missing for the account itself, which may do all. */
  checked?: Checked[];
}

const KEPT = 10_000;

/** The record of calls: the last ten thousand in memory, all of them as JSON lines in a file. */
export class Calls {
  private readonly ring: Call[] = [];
  private next = 0;
  private readonly file: fs.WriteStream;

  constructor(file: string) {
    this.file = fs.createWriteStream(file, { flags: "a" });
  }

  add(call: Call): void {
    this.ring[this.next] = call;
    this.next = (this.next + 1) % KEPT;
    if (!this.file.writableEnded) this.file.write(`${JSON.stringify(call)}\n`);
  }

  /** Oldest first. */
  recent(): Call[] {
    return [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)];
  }

  async close(): Promise<void> {
    this.file.end();
    await finished(this.file);
  }
}
