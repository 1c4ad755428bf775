import { strict as assert } from "node:assert";
import {
  DeclaredTables,
  type DeclaredTableArgs,
  type DeclaredTablesArgs,
  FileFormat,
  type PartitionKeyArgs,
  type ProjectionArgs,
  ProjectionType,
} from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const orders: DeclaredTableArgs = {
  folder: "sales/Orders 2026/",
  format: FileFormat.Csv,
  columns: [
    { name: "Order ID", type: "bigint" },
    { name: "amount", type: "Decimal(12, 2)" },
    { name: "placed", type: "timestamp with time zone" },
    { name: "year", type: "integer" },
  ],
};
const args: DeclaredTablesArgs = { databaseName: "shop_dev", bucketName: "acme-raw", tables: [orders] };
const make = (...tables: Partial<DeclaredTableArgs>[]) =>
  new DeclaredTables("shop", { ...args, tables: tables.map((table) => ({ ...orders, ...table })) });
const type = "aws:glue/catalogTable:CatalogTable";
const inputsOf = async (table: Partial<DeclaredTableArgs>, preview = false) =>
  (await deploy(() => make(table), { preview })).one(type).inputs;

describe("DeclaredTables", () => {
  itIsAComponent({
    make: (opts) => new DeclaredTables("shop", args, opts),
    type: "s3-to-redshift:catalog:DeclaredTables",
    children: [[type, "shop-orders_2026"]],
    outputs: ({ tableNames }) => ({ tableNames }),
  });

  it("describes CSV files as a crawler would, known at preview", async () => {
    assert.deepEqual(await inputsOf({}, true), {
      databaseName: "shop_dev",
      name: "orders_2026",
      tableType: "EXTERNAL_TABLE",
      parameters: { classification: "csv", typeOfData: "file", delimiter: ",", "skip.header.line.count": "1" },
      partitionKeys: [],
      storageDescriptor: {
        location: "s3://acme-raw/sales/Orders 2026/",
        columns: [
          { name: "order id", type: "bigint" },
          { name: "amount", type: "decimal(12,2)" },
          { name: "placed", type: "string" },
          { name: "year", type: "int" },
        ],
        inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
        outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        serDeInfo: {
          serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
          parameters: { "field.delim": "," },
        },
      },
    });
  });

  it("describes CSV files without header, and with other signs", async () => {
    const { parameters, storageDescriptor } = await inputsOf({ csv: { delimiter: "|", quote: "'", header: false } });
    assert.deepEqual(parameters, { classification: "csv", typeOfData: "file", delimiter: "|" });
    assert.deepEqual(storageDescriptor.serDeInfo, {
      serializationLibrary: "org.apache.hadoop.hive.serde2.OpenCSVSerde",
      parameters: { separatorChar: "|", quoteChar: "'" },
    });
  });

  it("describes JSON files, with the names as they are spelt there", async () => {
    const { parameters, storageDescriptor } = await inputsOf({ format: FileFormat.Json, jsonPath: "$[*]" });
    assert.deepEqual(parameters, { classification: "json", typeOfData: "file", jsonPath: "$[*]" });
    assert.deepEqual(storageDescriptor.serDeInfo, {
      serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
      parameters: { paths: "Order ID,amount,placed,year" },
    });
    assert.deepEqual((await inputsOf({ format: FileFormat.Json })).parameters, {
      classification: "json",
      typeOfData: "file",
    });
  });

  it("describes Parquet files", async () => {
    const { parameters, storageDescriptor } = await inputsOf({ format: FileFormat.Parquet });
    assert.deepEqual(parameters, { classification: "parquet", typeOfData: "file" });
    assert.equal(storageDescriptor.columns[2].type, "timestamp");
    assert.deepEqual(storageDescriptor.serDeInfo, {
      serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
      parameters: { "serialization.format": "1" },
    });
    assert.match(storageDescriptor.inputFormat, /\.MapredParquetInputFormat$/);
    assert.match(storageDescriptor.outputFormat, /\.MapredParquetOutputFormat$/);
  });

  it("takes partition keys out of the files' columns, with their types", async () => {
    const partitionKeys = [{ name: "year" }, { name: "region" }];
    const { parameters, ...inputs } = await inputsOf({ format: FileFormat.Json, partitionKeys });
    assert.deepEqual(inputs.partitionKeys, [
      { name: "year", type: "int" },
      { name: "region", type: "string" },
    ]);
    assert.deepEqual(
      inputs.storageDescriptor.columns.map(({ name }: { name: string }) => name),
      ["order id", "amount", "placed"],
    );
    assert.equal(inputs.storageDescriptor.serDeInfo.parameters.paths, "Order ID,amount,placed");
    assert.ok(!Object.keys(parameters).some((key) => key.startsWith("projection")));
  });

  it("lets Athena work the partitions out", async () => {
    const partitionKeys: PartitionKeyArgs[] = [
      { name: "region", projection: { type: ProjectionType.Enum, values: ["eu", "us"] } },
      { name: "month", projection: { type: ProjectionType.Integer, range: ["1", "12"], digits: 2 } },
      {
        name: "day",
        projection: {
          type: ProjectionType.Date,
          range: ["2026-01-01", "NOW"],
          format: "yyyy-MM-dd",
          interval: 1,
          intervalUnit: "DAYS",
        },
      },
      { name: "shop", projection: { type: ProjectionType.Injected } },
    ];
    const { parameters } = await inputsOf({ format: FileFormat.Parquet, partitionKeys }, true);
    assert.deepEqual(parameters, {
      classification: "parquet",
      typeOfData: "file",
      "projection.enabled": "true",
      "projection.region.type": "enum",
      "projection.region.values": "eu,us",
      "projection.month.type": "integer",
      "projection.month.range": "1,12",
      "projection.month.digits": "2",
      "projection.day.type": "date",
      "projection.day.range": "2026-01-01,NOW",
      "projection.day.format": "yyyy-MM-dd",
      "projection.day.interval": "1",
      "projection.day.interval.unit": "DAYS",
      "projection.shop.type": "injected",
      "storage.location.template":
        "s3://acme-raw/sales/Orders 2026/region=${region}/month=${month}/day=${day}/shop=${shop}/",
    });
  });

  it("makes a table of each folder", async () => {
    const { resources } = await deploy(() => make({}, { folder: "sales/customers/" }));
    const names = resources.filter((it) => it.type === type).map(({ name, inputs }) => [name, inputs.name]);
    assert.deepEqual(names, [
      ["shop-orders_2026", "orders_2026"],
      ["shop-customers", "customers"],
    ]);
  });

  const column = { name: "id", type: "bigint" };
  const projected = (projection: object, ...more: PartitionKeyArgs[]) =>
    make({ partitionKeys: [{ name: "year", projection: projection as ProjectionArgs }, ...more] });
  itRefuses([
    ["no table", () => make(), /^tables: expected at least 1 item\(s\), got \[\]$/],
    ["a folder without slash", () => make({ folder: "sales" }), /^tables\[0\]\.folder: expected .*, got "sales"$/],
    [
      "two tables of one name",
      () => make({}, { folder: "old/orders-2026/" }),
      /^tables\[1\]\.folder: expected another last part than tables\[0\]\.folder, got "old\/orders-2026\/"$/,
    ],
    [
      "a format that the job does not read",
      () => make({ format: "orc" as FileFormat }),
      /^tables\[0\]\.format: expected "csv" or/,
    ],
    ["no column", () => make({ columns: [] }), /^tables\[0\]\.columns: expected at least 1 item\(s\), got \[\]$/],
    [
      "a type that the catalog has not",
      () => make({ columns: [{ name: "id", type: "uuid" }] }),
      /^tables\[0\]\.columns\[0\]\.type: expected a type of the Glue Data Catalog .*, got "uuid"$/,
    ],
    [
      "a column twice",
      () => make({ columns: [column, { name: "ID", type: "int" }] }),
      /^tables\[0\]\.columns\[1\]\.name: expected another name than those before, capitals aside, got "ID"$/,
    ],
    [
      "a partition key twice",
      () => make({ partitionKeys: [{ name: "year" }, { name: "year" }] }),
      /^tables\[0\]\.partitionKeys\[1\]\.name: expected another name than before, got "year"$/,
    ],
    [
      "a partition key with capitals",
      () => make({ partitionKeys: [{ name: "Year" }] }),
      /^tables\[0\]\.partitionKeys\[0\]\.name: expected 1 to 255 lower-case letters/,
    ],
    [
      "a partition key that is a list",
      () => make({ columns: [column, { name: "day", type: "array<int>" }], partitionKeys: [{ name: "day" }] }),
      /^tables\[0\]\.columns\[1\]\.type: expected a plain type, since it is a partition key, got "array<int>"$/,
    ],
    [
      "files without columns of their own",
      () => make({ columns: [{ name: "year", type: "int" }], partitionKeys: [{ name: "year" }] }),
      /^tables\[0\]\.columns: expected a column that is no partition key/,
    ],
    [
      "a projection of one key alone",
      () => projected({ type: "injected" }, { name: "month" }),
      /^tables\[0\]\.partitionKeys\[1\]\.projection: expected one, since another partition key has one, got nothing$/,
    ],
    [
      "a projection of another type",
      () => projected({ type: "guess" }),
      /projection\.type: expected "enum" or "integer" or "date" or "injected", got "guess"$/,
    ],
    [
      "dates without format",
      () => projected({ type: "date", range: ["2026", "NOW"] }),
      /projection\.format: expected string/,
    ],
    [
      "a range without end",
      () => projected({ type: "integer", range: ["1"] }),
      /projection\.range: expected at least 2 item\(s\), got \["1"\]$/,
    ],
    [
      "values for numbers",
      () => projected({ type: "integer", range: ["1", "2"], values: ["1"] }),
      /projection\.values: unknown key/,
    ],
    [
      "ways of CSV for JSON",
      () => make({ format: FileFormat.Json, csv: {} }),
      /^tables\[0\]\.csv: is for the format csv only, got \{\}$/,
    ],
    [
      "a path in CSV",
      () => make({ jsonPath: "$[*]" }),
      /^tables\[0\]\.jsonPath: is for the format json only, got "\$\[\*\]"$/,
    ],
    [
      "another path than the job knows",
      () => make({ format: FileFormat.Json, jsonPath: "$.rows[*]" }),
      /^tables\[0\]\.jsonPath: expected "\$\[\*\]", got/,
    ],
    [
      "the delimiter as quote",
      () => make({ csv: { quote: "," } }),
      /^tables\[0\]\.csv\.quote: expected another character than the delimiter, got ","$/,
    ],
  ]);
});
