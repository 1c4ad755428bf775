/** The condition keys of a request and their values; names of keys ignore case. */
export class Context {
  private readonly values = new Map<string, string[]>();

  constructor(values: Record<string, string | string[] | undefined> = {}) {
    for (const [key, value] of Object.entries(values)) {
      if (value !== undefined) this.values.set(key.toLowerCase(), [value].flat());
    }
  }

  /** Undefined when the request has no such key. */
  get(key: string): string[] | undefined {
    return this.values.get(key.toLowerCase());
  }

  /** These keys, and the others' beside them; where both have a key, the others' value. */
  with(others: Record<string, string | string[] | undefined>): Context {
    return new Context({ ...Object.fromEntries(this.values), ...lowerCased(others) });
  }
}

const lowerCased = <T>(values: Record<string, T>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
