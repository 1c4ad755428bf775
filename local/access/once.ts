/** The answer that is known, or what is asked now; an error is not kept. */
export function once<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  let value = known.get(key);
  if (!value) {
    value = ask();
    known.set(key, value);
    value.catch(() => known.delete(key));
  }
  return value;
}
