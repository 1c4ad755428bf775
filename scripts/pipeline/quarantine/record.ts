import { z } from "zod";
import { memberText } from "./json-text";

const record = z.object({
  runId: z.string().min(1),
  dataset: z.string().min(1),
  /** Address of the file that the row is from. */
  file: z.string().nullable(),
  /** Place of the row in its file, from 1, where it is known. */
  row: z.int().nullable(),
  reasons: z.array(z.object({ rule: z.string(), reason: z.string() })),
  /** By source column, as it stood. */
  values: z.record(z.string(), z.json()).nullable(),
  /** Of a row that could not be read. */
  text: z.string().nullable(),
});

/** A row in quarantine, as jobs/s3_to_redshift/quarantine.py writes it: one JSON object a line. */
export interface QuarantineRecord extends z.infer<typeof record> {
  /** The JSON text of `values`, as it stands in the line. */
  rawValues: string;
}

/** @throws Error that says what in the line is wrong */
export function parseRecord(line: string): QuarantineRecord {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch (error) {
    throw new Error(`is not JSON: ${(error as Error).message}`);
  }
  const parsed = record.safeParse(document);
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues
        .map(({ path, message }) => `${path.map(String).join(".") || "the line"}: ${message}`)
        .join("; "),
    );
  }
  return { ...parsed.data, rawValues: memberText(line, "values") };
}
