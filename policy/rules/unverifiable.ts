import { UnknownValueError } from "@pulumi/policy";

/** What the engine sends for a text that is unknown. */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a property was read that is unknown at preview. */
export const isUnknown = (error: unknown): error is Error => error instanceof UnknownValueError;

/** What is read; undefined where it is unknown at preview. */
export function ifKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return undefined;
  }
}

/**
 * What a rule throws that could not judge. Pulumi reports it, as advisory whatever the rule's level: at the update all is known,
 * and the rule runs again.
 */
export function unverifiable(what: string): Error {
  const error: Error = new UnknownValueError(UNKNOWN_STRING, []);
  error.message = `unverifiable: ${what}`;
  return error;
}
