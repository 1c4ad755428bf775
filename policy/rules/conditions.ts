import type { Condition } from "../iam/document";

/** Stands for any text, or any address. */
const ANY = /^[*?]*\*[*?]*$|^(0\.0\.0\.0|::)\/0$/;

/**
 * Whether a condition lets less through than none would. IfExists and ForAllValues hold where the key is missing, and a negated
 * test leaves open all but what it names.
 */
export const narrows = ({ operator, values }: Condition): boolean =>
  !/Not|IfExists$|^ForAllValues|^Null$/.test(operator) && !values.some((value) => ANY.test(value));
