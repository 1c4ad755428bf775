import type { InterceptedCall, Instead, Interceptor, Outcome } from "../../../local/gateway/intercept";

/** A moment in a run, told from outside by the call that is then on its way. */
export interface Point {
  name: string;
  /** Whether the moment is before the call is done, or after it and before its answer is sent. */
  side: "before" | "after";
  /** Whether the call is the one; `outcome` is there on the side `after`. */
  is(call: InterceptedCall, outcome?: Outcome): boolean;
  /** Which of the calls that are it, from 1. */
  nth?: number;
}

type Act = (call: InterceptedCall, outcome?: Outcome) => Promise<Instead | undefined> | Instead | undefined;

interface Trap {
  point: Point;
  act: Act;
  left: number;
  sprung(): void;
  failed(error: unknown): void;
}

/** What goes wrong between the callers and the services of a local AWS; nothing, until a test says so. */
export class Faults implements Interceptor {
  private traps: Trap[] = [];
  private usual: Act | undefined;

  /**
   * At the point, once, does what `act` says, which the call waits for.
   * @returns resolves when it is done
   */
  at(point: Point, act: Act): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.traps.push({ point, act, left: point.nth ?? 1, sprung: resolve, failed: reject });
    });
    done.catch(() => undefined);
    return done;
  }

  /** Before each call, unless a trap is at it, does what `act` says. */
  always(act: Act): void {
    this.usual = act;
  }

  /** Points that never came. */
  get unsprung(): string[] {
    return this.traps.map(({ point }) => point.name);
  }

  clear(): void {
    this.traps = [];
    this.usual = undefined;
  }

  async before(call: InterceptedCall): Promise<Instead | undefined> {
    return (await this.spring("before", call)) ?? (await this.usual?.(call));
  }

  after(call: InterceptedCall, outcome: Outcome): Promise<Instead | undefined> {
    return this.spring("after", call, outcome);
  }

  private async spring(side: Point["side"], call: InterceptedCall, outcome?: Outcome): Promise<Instead | undefined> {
    const trap = this.traps.find(({ point }) => point.side === side && point.is(call, outcome));
    if (!trap || --trap.left > 0) return undefined;
    this.traps.splice(this.traps.indexOf(trap), 1);
    try {
      const instead = await trap.act(call, outcome);
      trap.sprung();
      return instead;
    } catch (error) {
      trap.failed(error);
      throw error;
    }
  }
}

/** S3's answer to a caller that asks too much, and to one that asks when something is broken there. */
export const slowDown = s3Error(503, "SlowDown", "Please reduce your request rate.");
export const internalError = s3Error(500, "InternalError", "We encountered an internal error. Please try again.");

function s3Error(status: number, code: string, message: string): Instead {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>0</RequestId></Error>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

/** The Data API's answer to a caller that asks too much. */
export const throttled: Instead = {
  status: 400,
  headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-ErrorType": "ThrottlingException" },
  body: JSON.stringify({ __type: "ThrottlingException", message: "Rate exceeded" }),
};

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
