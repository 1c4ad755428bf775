import { AwsError } from "../../gateway/service";

type Input = Record<string, unknown>;

export const invalid = (message: string) => new AwsError("ValidationException", message);

/** A name of 3 to 64 lower-case letters, digits and hyphens. */
export function resourceName(input: Input, field: string): string {
  const value = input[field];
  if (typeof value !== "string" || !/^[a-z0-9-]{3,64}$/.test(value)) {
    throw invalid(`${field} is ${JSON.stringify(value)}; 3 to 64 lower-case letters, digits and hyphens are accepted`);
  }
  return value;
}

export function text(input: Input, field: string): string | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalid(`${field} is ${JSON.stringify(value)}; a text is accepted`);
  return value;
}

export function texts(input: Input, field: string): string[] | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
    throw invalid(`${field} is ${JSON.stringify(value)}; a list of texts is accepted`);
  return value as string[];
}

export function flag(input: Input, field: string): boolean | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw invalid(`${field} is ${JSON.stringify(value)}; true or false is accepted`);
  return value;
}

export function tags(value: unknown): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  const list = Array.isArray(value) ? (value as { key?: unknown; value?: unknown }[]) : [];
  if (!Array.isArray(value) || list.some((tag) => typeof tag.key !== "string" || typeof tag.value !== "string")) {
    throw invalid("tags: a list of { key, value } is accepted");
  }
  return new Map(list.map((tag) => [tag.key as string, tag.value as string]));
}

/** Parameters that would change what happens and that nothing here does. */
export function refuseUnknown(input: Input, known: string[]): void {
  const foreign = Object.keys(input).find((field) => !known.includes(field) && input[field] !== null);
  if (foreign) throw invalid(`${foreign} is not emulated by the local Redshift Serverless`);
}
