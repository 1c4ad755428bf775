/** The time that schedules and batches go by. Tests drive one of their own. */
export interface Clock {
  now(): Date;
  /** Calls once the time has come. @returns what calls it off */
  at(time: Date, call: () => void): () => void;
}

/** setTimeout takes no more than 31 bits: 24 days. */
const LONGEST = 2 ** 31 - 1;

/** The machine's. */
export const systemClock: Clock = {
  now: () => new Date(),
  at(time, call) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = time.getTime() - Date.now();
      timer = left > LONGEST ? setTimeout(wait, LONGEST) : setTimeout(call, left);
    };
    wait();
    return () => clearTimeout(timer);
  },
};
