import { z } from "zod";
import { filledRecord, strict } from "../validation";
import { columnName, warehouseName } from "./names";

/** @see https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html */
const encodings = [
  "raw",
  "az64",
  "bytedict",
  "delta",
  "delta32k",
  "lzo",
  "mostly8",
  "mostly16",
  "mostly32",
  "runlength",
  "text255",
  "text32k",
  "zstd",
] as const;

/** The table in Redshift. */
export const targetSchema = strict({
  schema: warehouseName,
  table: warehouseName,
  distKey: columnName.optional(),
  sortKeys: z.array(columnName).min(1).optional(),
  encodings: filledRecord(columnName, z.enum(encodings)).optional(),
  fileColumn: warehouseName.optional(),
});
