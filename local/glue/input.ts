import { AwsError } from "../gateway/service";

/** A request's text field. @throws ValidationException, as AWS does, when it is missing. */
export function text(input: Record<string, unknown>, field: string): string {
  const value = input[field];
  if (typeof value === "string" && value !== "") return value;
  const label = field.charAt(0).toLowerCase() + field.slice(1);
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value ${JSON.stringify(value ?? null)} at '${label}' failed to satisfy constraint: Member must be a non-empty string`,
  );
}

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInputException", message);
}

export function notFound(message: string): AwsError {
  return new AwsError("EntityNotFoundException", message);
}
