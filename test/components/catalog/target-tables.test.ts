import { strict as assert } from "node:assert";
import { targetTableName, TargetTables, type TargetTableArgs, type TargetTablesArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const orders: TargetTableArgs = {
  schema: "sales",
  table: "orders",
  columns: [
    { name: "order_id", type: "bigint" },
    { name: "amount", type: "decimal(12,2)" },
  ],
};
const args: TargetTablesArgs = { databaseName: "shop_dev_targets", warehouseDatabase: "dev", targets: [orders] };
const make = (changed: Partial<TargetTablesArgs> = {}) => new TargetTables("shop", { ...args, ...changed });
const type = "aws:glue/catalogTable:CatalogTable";

describe("TargetTables", () => {
  itIsAComponent({
    make: (opts) => new TargetTables("shop", args, opts),
    type: "s3-to-redshift:catalog:TargetTables",
    children: [[type, "shop-sales-orders"]],
    outputs: ({ tableNames }) => ({ tableNames }),
  });

  it("describes a table of Redshift as a crawler would, known at preview", async () => {
    const { one, result } = await deploy(() => make({ connectionName: "shop-dev-redshift" }), { preview: true });
    const parameters = { classification: "redshift", typeOfData: "table", connectionName: "shop-dev-redshift" };
    assert.deepEqual(one(type).inputs, {
      databaseName: "shop_dev_targets",
      name: "dev_sales_orders",
      tableType: "EXTERNAL_TABLE",
      parameters,
      storageDescriptor: {
        location: "dev.sales.orders",
        columns: [
          { name: "order_id", type: "bigint" },
          { name: "amount", type: "decimal(12,2)" },
        ],
        parameters,
      },
    });
    assert.deepEqual(await valueOf(result.tableNames), ["dev_sales_orders"]);
  });

  it("does without connection, and without columns until the job knows them", async () => {
    const { one } = await deploy(() => make({ targets: [{ schema: "sales", table: "orders" }] }));
    const { parameters, storageDescriptor } = one(type).inputs;
    assert.deepEqual(parameters, { classification: "redshift", typeOfData: "table" });
    assert.deepEqual(storageDescriptor.columns, []);
  });

  it("leaves the columns to the job from then on", async () => {
    const { one } = await deploy(() => make());
    assert.deepEqual(one(type).ignoreChanges, ["storageDescriptor.columns"]);
  });

  it("makes a table of each target", async () => {
    const { result } = await deploy(() => make({ targets: [orders, { schema: "shop", table: "orders" }] }));
    assert.deepEqual(await valueOf(result.tableNames), ["dev_sales_orders", "dev_shop_orders"]);
  });

  it("has names that the catalog takes", () => {
    assert.equal(targetTableName("dev$1", "sales", "orders"), "dev_1_sales_orders");
  });

  itRefuses([
    ["no target", () => make({ targets: [] }), /^targets: expected at least 1 item\(s\), got \[\]$/],
    [
      "a table twice",
      () => make({ targets: [orders, orders] }),
      /^targets\[1\]: expected another name in the catalog than targets\[0\], got \{/,
    ],
    [
      "two tables of one name in the catalog",
      () =>
        make({
          targets: [
            { schema: "a_b", table: "c" },
            { schema: "a", table: "b_c" },
          ],
        }),
      /^targets\[1\]: expected another name in the catalog than targets\[0\]/,
    ],
    [
      "a schema that needs quotes",
      () => make({ targets: [{ ...orders, schema: "My Schema" }] }),
      /^targets\[0\]\.schema: expected 1 to 127 lower-case letters, digits and _, .*, got "My Schema"$/,
    ],
    [
      "a column by its name in the source",
      () => make({ targets: [{ ...orders, columns: [{ name: "Order ID", type: "bigint" }] }] }),
      /^targets\[0\]\.columns\[0\]\.name: expected .*, got "Order ID"$/,
    ],
  ]);
});
