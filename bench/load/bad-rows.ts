import * as fs from "node:fs";
import * as path from "node:path";
import { COLUMNS } from "./lineitem";

/** A row with one fault. Its l_partkey, which is never at fault, tells it from all others. */
export interface BadRow {
  fault: string;
  partkey: number;
  /** The column at fault; without one the row's form is. */
  column?: string;
  /** What stands in it. */
  value?: string;
  line: Buffer;
}

type Column = (typeof COLUMNS)[number]["name"];

const FIRST_PARTKEY = 900_000_001;

const SOUND: Record<Column, string> = {
  l_orderkey: "",
  l_partkey: "",
  l_suppkey: "1",
  l_linenumber: "1",
  l_quantity: "5",
  l_extendedprice: "100.00",
  l_discount: "0.04",
  l_tax: "0.02",
  l_returnflag: "N",
  l_linestatus: "O",
  l_shipdate: "1996-03-13",
  l_commitdate: "1996-03-14",
  l_receiptdate: "1996-03-22",
  l_shipinstruct: "NONE",
  l_shipmode: "TRUCK",
  l_comment: "planted",
};

const FAULTS: { fault: string; column?: Column; value?: string; change?: (fields: string[]) => string[] }[] = [
  { fault: "text in a number", column: "l_quantity", value: "abc" },
  { fault: "number too large for INTEGER", column: "l_linenumber", value: "3000000000" },
  { fault: "number too large for DECIMAL(15,2)", column: "l_extendedprice", value: "99999999999999.99" },
  { fault: "date 0000-00-00", column: "l_shipdate", value: "0000-00-00" },
  { fault: "date 2024-02-30", column: "l_commitdate", value: "2024-02-30" },
  { fault: "text too long for VARCHAR(1)", column: "l_returnflag", value: "RETURNED" },
  { fault: "bytes that are no UTF-8", column: "l_comment", value: "caf\xe9" },
  { fault: "key left empty", column: "l_orderkey", value: "" },
  { fault: "a field too many", change: (fields) => [...fields, "surplus"] },
  { fault: "two fields too few", change: (fields) => fields.slice(0, -2) },
];

export const BAD_ROWS: BadRow[] = FAULTS.map(({ fault, column, value, change = (fields) => fields }, i) => {
  const partkey = FIRST_PARTKEY + i;
  const row = { ...SOUND, l_orderkey: String(partkey), l_partkey: String(partkey) };
  if (column !== undefined) row[column] = value!;
  const line = Buffer.from(`${change(COLUMNS.map(({ name }) => row[name])).join(",")}\n`, "latin1");
  return { fault, partkey, column, value, line };
});

/** Writes a folder with one CSV file: the good rows of another file and, in their midst, the bad ones. */
export function writeWithBadRows(folder: string, good: string, bad: BadRow[]): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const text = fs.readFileSync(good);
  const middle = text.indexOf("\n", text.length / 2) + 1;
  const parts = [text.subarray(0, middle), ...bad.map(({ line }) => line), text.subarray(middle)];
  fs.writeFileSync(path.join(folder, "lineitem.csv"), Buffer.concat(parts));
}
