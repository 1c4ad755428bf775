import { AwsError, type AwsRequest } from "../../gateway/service";

export const invalid = (message: string) => new AwsError("InvalidParameterValue", message);

/** What a call asks. @throws {AwsError} for a parameter that is not known */
export function read({ input }: AwsRequest, known: readonly string[]): Input {
  const read = new Input(input);
  read.refuseUnknown(known);
  return read;
}

/**
 * What a call of the query protocol asks: `Name=value`, lists as `Tags.Tag.1.Key=...`, structures as `TargetAction.PauseCluster...`.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export class Input {
  constructor(private readonly fields: Record<string, unknown>) {}

  /** As it was sent, the empty text too. */
  given(name: string): string | undefined {
    const value = this.fields[name];
    return value === undefined ? undefined : String(value);
  }

  /** Undefined where it is empty, as clients send what is not set. */
  text(name: string): string | undefined {
    return this.given(name) || undefined;
  }

  /** @throws {AwsError} MissingParameter */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined)
      throw new AwsError("MissingParameter", `The request must contain the parameter ${name}`, 400);
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value !== undefined && !values.includes(value as T))
      throw invalid(`${name} is ${value}; ${values.join(", ")} are accepted`);
    return value as T | undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.oneOf(name, ["true", "false"]);
    return value === undefined ? undefined : value === "true";
  }

  /** A whole number from `least` to `most`. */
  number(name: string, least: number, most: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most)
      throw invalid(`${name} is ${value}; ${least} to ${most} are accepted`);
    return number;
  }

  date(name: string): Date | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const date = new Date(value);
    if (Number.isNaN(date.getTime())) throw invalid(`${name} is ${value}; a time in ISO 8601 is accepted`);
    return date;
  }

  /** A list of texts; empty where the client sent it empty. */
  texts(name: string): string[] | undefined {
    if (this.given(name) === "") return [];
    const found = this.parts(name).map((part) => part.given(""));
    return found.length === 0 ? undefined : found.filter((text) => text !== undefined);
  }

  /** A list of structures. */
  parts(name: string): Input[] {
    const items = new Map<number, Record<string, unknown>>();
    for (const [field, value] of Object.entries(this.fields)) {
      const [, number, rest] = /^[^.]+\.[^.]+\.(\d+)(?:\.(.+))?$/.exec(field) ?? [];
      if (number === undefined || !field.startsWith(`${name}.`)) continue;
      items.set(Number(number), { ...items.get(Number(number)), [rest ?? ""]: value });
    }
    return [...items].sort(([a], [b]) => a - b).map(([, fields]) => new Input(fields));
  }

  /** A structure; undefined where nothing of it was sent. */
  part(name: string): Input | undefined {
    const own = Object.entries(this.fields).filter(([field]) => field.startsWith(`${name}.`));
    if (own.length === 0) return undefined;
    return new Input(Object.fromEntries(own.map(([field, value]) => [field.slice(name.length + 1), value])));
  }

  /** Each field as it was sent. */
  plain(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.fields).map(([name, value]) => [name, String(value)]));
  }

  tags(): Map<string, string> {
    return new Map(this.parts("Tags").map((tag) => [tag.required("Key"), tag.given("Value") ?? ""]));
  }

  /** @throws {AwsError} for what would change what happens, and nothing here does */
  refuseUnknown(known: readonly string[]): void {
    const named = ["Action", "Version", ...known];
    const foreign = Object.keys(this.fields)
      .map((field) => field.split(".")[0])
      .find((name) => !named.includes(name) && this.given(name) !== "");
    if (foreign !== undefined) throw invalid(`${foreign} is not emulated by the local Redshift`);
  }
}
