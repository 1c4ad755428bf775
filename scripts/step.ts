import { Listr } from "listr2";

export type Log = (line: string) => void;

/** Shows a piece of long work with what it is doing now and, at its end, how long it took. */
export async function step<T>(title: string, work: (log: Log) => Promise<T>): Promise<T> {
  const start = Date.now();
  let result: T;
  await new Listr(
    [
      {
        title,
        task: async (_, task) => {
          result = await work((line) => (task.output = line));
          task.title = `${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`;
        },
      },
    ],
    { fallbackRenderer: "verbose", rendererOptions: { showErrorMessage: false } },
  ).run();
  return result!;
}
