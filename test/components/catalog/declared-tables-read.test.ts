import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { type ColumnArgs, DeclaredTables, type DeclaredTableArgs } from "../../../components";
import { root, tools } from "../../../scripts/setup/paths";
import { deploy } from "../../support/harness";

const columns: ColumnArgs[] = [
  { name: "Order ID", type: "bigint" },
  { name: "day", type: "date" },
];

/** What the job, which reads the catalog, makes of the table; the dataset has the columns or leaves them to the catalog. */
async function readByJob(table: Omit<DeclaredTableArgs, "folder" | "columns">, datasetColumns: ColumnArgs[]) {
  const tables = [{ folder: "sales/orders/", columns, ...table }];
  const { one } = await deploy(
    () => new DeclaredTables("shop", { databaseName: "shop_dev", bucketName: "acme-raw", tables }),
  );
  const { name, parameters, partitionKeys, storageDescriptor } = one("aws:glue/catalogTable:CatalogTable").inputs;
  const asGlueHasIt = (column: ColumnArgs) => ({ Name: column.name, Type: column.type });
  const given = {
    dataset: { format: table.format, columns: datasetColumns },
    table: {
      Name: name,
      Parameters: parameters,
      PartitionKeys: partitionKeys.map(asGlueHasIt),
      StorageDescriptor: {
        Location: storageDescriptor.location,
        Columns: storageDescriptor.columns.map(asGlueHasIt),
        SerdeInfo: { Parameters: storageDescriptor.serDeInfo.parameters },
      },
    },
  };
  const output = execFileSync(path.join(tools.python, "bin", "python"), [path.join(__dirname, "read_table.py")], {
    input: JSON.stringify(given),
    env: { ...process.env, PYTHONPATH: path.join(root, "jobs") },
    encoding: "utf8",
  });
  return JSON.parse(output);
}

/** The job's own code reads what the component writes. */
describe("a declared table, as the job reads it", () => {
  it("has the dataset's columns, those in the paths apart", async () => {
    const read = await readByJob({ format: "parquet", partitionKeys: [{ name: "day" }] }, columns);
    assert.deepEqual(read.columns, [columns[0]]);
    assert.deepEqual(read.partition_keys, [columns[1]]);
    assert.equal(read.is_declared, true);
  });

  it("serves a dataset that leaves its columns to the catalog", async () => {
    const read = await readByJob({ format: "json", partitionKeys: [{ name: "day" }] }, []);
    assert.deepEqual(read.columns, [{ name: "order id", type: "bigint" }]);
    assert.deepEqual(read.partition_keys, [columns[1]]);
    assert.deepEqual(read.json, { is_array: false, names: { "order id": "Order ID" } });
  });

  it("tells how CSV files are written", async () => {
    const csv = async (args: DeclaredTableArgs["csv"]) => (await readByJob({ format: "csv", csv: args }, columns)).csv;
    assert.deepEqual(await csv(undefined), { delimiter: ",", quote: '"', header: true });
    assert.deepEqual(await csv({ delimiter: "\t", header: false }), { delimiter: "\t", quote: '"', header: false });
    assert.deepEqual(await csv({ delimiter: ";", quote: "'" }), { delimiter: ";", quote: "'", header: true });
  });

  it("tells that a JSON file is one array of rows", async () => {
    assert.equal((await readByJob({ format: "json", jsonPath: "$[*]" }, columns)).json.is_array, true);
  });
});
