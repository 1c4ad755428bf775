import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks again and again until there is an answer.
 *
 * @param ask gives `undefined` as long as there is none
 * @param seconds between two questions
 * @param deadlineSeconds after which waiting ends with an error that names `what`
 */
export async function poll<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds: number,
  deadlineSeconds: number,
): Promise<T> {
  const deadline = Date.now() + deadlineSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what} did not end within ${deadlineSeconds} s`);
    }
    await delay(seconds * 1000);
  }
}
