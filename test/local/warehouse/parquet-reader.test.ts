import { DuckDBInstance } from "@duckdb/node-api";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ParquetReader } from "../../../local/warehouse/copy/duckdb";

describe("A reader of Parquet files", () => {
  let folder: string;
  before(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "parquet-reader-"))));
  after(() => fs.rmSync(folder, { recursive: true }));

  it("that is closed in the midst of a file ends with it", async () => {
    const [parquet, csv] = ["rows.parquet", "rows.csv"].map((name) => path.join(folder, name));
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT range AS a FROM range(500000)) TO '${parquet}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();

    const reader = await ParquetReader.open(folder);
    const written = reader.toCsv(parquet, csv, ["c0"], []);
    await reader.close();
    await written;
    assert.equal(fs.readFileSync(csv, "utf8").split("\n").length, 500_001);
  });
});
