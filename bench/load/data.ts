import { DuckDBInstance } from "@duckdb/node-api";
import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "../../scripts/setup/run";
import type { Log } from "../../scripts/step";
import { benchFolder, peerProgram } from "../support/folder";
import { FINGERPRINT } from "./lineitem";

export const FORMS = ["csv", "gzip", "parquet"] as const;
export type Form = (typeof FORMS)[number];

const GZIP_PARTS = 8;

export interface Data {
  scale: number;
  /** Folder and files of each form; the rows are the same in all. */
  forms: Record<Form, { folder: string; files: string[] }>;
  rows: number;
  /** {@link FINGERPRINT} of the rows. */
  fingerprint: string;
}

/** Makes lineitem at a scale factor as one CSV file, 8 gzip CSV files and one Parquet file, unless an earlier bench has. */
export async function makeData(scale: number, log: Log): Promise<Data> {
  const root = path.join(benchFolder, "data", `lineitem-${scale}`);
  if (!fs.existsSync(root)) {
    const partial = `${root}.partial`;
    fs.rmSync(partial, { recursive: true, force: true });
    await generate(partial, scale, log);
    fs.renameSync(partial, root);
  }
  const form = (name: Form) => {
    const folder = path.join(root, name);
    return {
      folder,
      files: fs
        .readdirSync(folder)
        .sort()
        .map((file) => path.join(folder, file)),
    };
  };
  const forms = { csv: form("csv"), gzip: form("gzip"), parquet: form("parquet") };
  const fingerprint = await fingerprintOf(forms.parquet.files[0]);
  return { scale, forms, rows: Number(fingerprint.split(" ")[0]), fingerprint };
}

async function generate(folder: string, scale: number, log: Log): Promise<void> {
  const table = ["-s", String(scale), "--tables", "lineitem", "--quiet"];
  for (const form of ["csv", "parquet"]) {
    log(form);
    await run(peerProgram("tpchgen-cli"), [form, ...table, "--output-dir", path.join(folder, form)], log);
  }
  log("gzip");
  const parts = path.join(folder, "parts");
  await run(peerProgram("tpchgen-cli"), ["csv", ...table, "--parts", String(GZIP_PARTS), "--output-dir", parts], log);
  fs.mkdirSync(path.join(folder, "gzip"));
  for (const part of fs.readdirSync(path.join(parts, "lineitem"))) {
    await run("gzip", [path.join(parts, "lineitem", part)], log);
    fs.renameSync(path.join(parts, "lineitem", `${part}.gz`), path.join(folder, "gzip", `${part}.gz`));
  }
  fs.rmSync(parts, { recursive: true });
}

/** DuckDB's, of the file itself: what every load is compared with. */
async function fingerprintOf(parquet: string): Promise<string> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const sql = `SELECT ${FINGERPRINT} FROM read_parquet('${parquet}')`;
  const reader = await connection.runAndReadAll(sql);
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJson()[0].join(" ");
}
