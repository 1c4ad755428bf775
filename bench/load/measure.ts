import { MemorySampler, type MemoryPeaks } from "../support/memory";
import type { Data, Form } from "./data";
import { FINGERPRINT } from "./lineitem";
import { prepare } from "./target";
import type { Way, World } from "./way";

export interface Measurement {
  way: string;
  title: string;
  form: Form;
  rows: number;
  seconds: number;
  rowsPerSecond: number;
  memory: MemoryPeaks;
  split?: Record<string, number>;
}

/** Folder of the source bucket with the files of a form. */
export const prefixOf = (form: Form) => `lineitem/${form}/`;

/**
 * Loads the files of one form in one way.
 * @throws Error when the load failed, or the table does not hold the files' rows afterwards
 */
export async function measure(world: World, way: Way, data: Data, form: Form): Promise<Measurement> {
  const schema = `${way.name}_${form}`.replaceAll("-", "_");
  const target = await prepare(world, way, schema);
  try {
    const memory = new MemorySampler(world.aws.pid);
    const start = performance.now();
    const files = { form, folder: data.forms[form].folder, prefix: prefixOf(form) };
    const { seconds = undefined, split } = await way.load(world, files, schema).finally(() => memory.stop());
    const took = seconds ?? (performance.now() - start) / 1000;
    const [row] = await target.rows(FINGERPRINT_COLUMN);
    if (row.fingerprint !== data.fingerprint)
      throw new Error(`${way.title}, ${form}: the table holds ${row.fingerprint}, the files ${data.fingerprint}`);
    return {
      way: way.name,
      title: way.title,
      form,
      rows: data.rows,
      seconds: took,
      rowsPerSecond: data.rows / took,
      memory: memory.stop(),
      split,
    };
  } finally {
    await target.drop();
  }
}

const FINGERPRINT_COLUMN = `concat_ws(' ', ${FINGERPRINT}) AS fingerprint`;
