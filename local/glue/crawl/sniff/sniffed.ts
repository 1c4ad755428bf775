import type { Column } from "../hive-type";
import type { Compression } from "../head";

/** What a classifier found in one object. */
export interface Sniffed {
  classification: "csv" | "json" | "parquet" | "UNKNOWN";
  compression: Compression;
  columns: Column[];
  /** Table parameters of this classification. */
  parameters: Record<string, string>;
  /** The serialization library, where it is not the classification's own. */
  serde?: string;
  serdeParameters: Record<string, string>;
  /** How many records the object holds: counted in what was read, estimated for the rest. */
  records: number;
}
