import { strict as assert } from "node:assert";
import { NodeType, type S3ToRedshiftPipelineArgs } from "../../components";
import { itRefuses, statementsOf } from "../support/component";
import { deploy, valueOf } from "../support/harness";
import { make, orders, visits } from "../support/shop-pipeline";

const [database, table] = ["aws:glue/catalogDatabase:CatalogDatabase", "aws:glue/catalogTable:CatalogTable"];

const described = (changed: Partial<S3ToRedshiftPipelineArgs> = {}) =>
  deploy(() => make({ catalogTargets: {}, ...changed }), { preview: true });
const specOf = ({ one }: Awaited<ReturnType<typeof described>>) =>
  JSON.parse(one("aws:s3/bucketObjectv2:BucketObjectv2", "shop-load-spec").inputs.content);
const roleOf = (deployment: Awaited<ReturnType<typeof described>>) =>
  statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy", "shop-job-policy");

describe("a pipeline whose targets the catalog shows", () => {
  it("has a database of its own for them", async () => {
    const { one, result } = await described();
    assert.equal(one(database, "shop-targets-database").inputs.name, "shop_test_targets");
    assert.equal(await valueOf(result.targetsDatabaseName!), "shop_test_targets");
  });

  it("describes each dataset's table, with its columns where they are declared", async () => {
    const { one } = await described();
    const { databaseName, name, parameters, storageDescriptor } = one(table, "shop-targets-sales-orders").inputs;
    assert.deepEqual([databaseName, name], ["shop_test_targets", "dev_sales_orders"]);
    assert.deepEqual(parameters, { classification: "redshift", typeOfData: "table" });
    assert.equal(storageDescriptor.location, "dev.sales.orders");
    assert.deepEqual(storageDescriptor.columns, [
      { name: "order_id", type: "bigint" },
      { name: "amount", type: "decimal(10,2)" },
    ]);
    assert.deepEqual(one(table, "shop-targets-sales-visits").inputs.storageDescriptor.columns, []);
  });

  it("names the connection with which Glue jobs read them", async () => {
    const { one } = await described({ catalogTargets: { connectionName: "shop-redshift" } });
    assert.equal(one(table, "shop-targets-sales-orders").inputs.parameters.connectionName, "shop-redshift");
  });

  it("tells the job which they are, and gives it to it only once they are there", async () => {
    const deployment = await described();
    const { catalogTargets, datasets } = specOf(deployment);
    assert.deepEqual(catalogTargets, { database: "shop_test_targets" });
    assert.deepEqual(
      datasets.map(({ catalogTarget }: { catalogTarget: string }) => catalogTarget),
      ["dev_sales_orders", "dev_sales_visits"],
    );
    const { dependencies } = deployment.one("aws:s3/bucketObjectv2:BucketObjectv2", "shop-load-spec");
    for (const name of ["shop-targets-sales-orders", "shop-targets-sales-visits"]) {
      assert.ok(
        dependencies.some((urn) => urn.endsWith(`::${name}`)),
        dependencies.join("\n"),
      );
    }
  });

  it("has the names of tables in the database that a cluster, or a warehouse that is there, has", async () => {
    const existing = { clusterIdentifier: "shared", database: "dwh" };
    for (const warehouse of [{ cluster: { nodeType: NodeType.Ra3Large, database: "dwh" } }, { existing }]) {
      const deployment = await described({ warehouse });
      assert.equal(specOf(deployment).datasets[0].catalogTarget, "dwh_sales_orders");
      assert.equal(deployment.one(table, "shop-targets-sales-orders").inputs.name, "dwh_sales_orders");
    }
  });

  it("lets the job change these tables, and none of the source's", async () => {
    const { UpdateTargets, ReadCatalog } = roleOf(await described()) as Record<string, { Action: string[] }>;
    const glue = "arn:aws:glue:eu-west-1:123456789012";
    assert.deepEqual(UpdateTargets, {
      Effect: "Allow",
      Action: ["glue:GetTable", "glue:UpdateTable"],
      Resource: [`${glue}:catalog`, `${glue}:database/shop_test_targets`, `${glue}:table/shop_test_targets/*`],
    });
    assert.deepEqual(ReadCatalog.Action, ["glue:GetTable"]);
  });

  itRefuses([
    [
      "two tables of one name in the catalog",
      () =>
        make({
          catalogTargets: {},
          datasets: [
            { ...orders, target: { schema: "a_b", table: "c" } },
            { ...visits, target: { schema: "a", table: "b_c" } },
          ],
        }),
      /^datasets\[1\]\.target: expected another name in the catalog than that of datasets\[0\]\.target$/,
    ],
    [
      "a connection of a name that Glue does not take",
      () => make({ catalogTargets: { connectionName: "my shop" } }),
      /^catalogTargets\.connectionName: expected 1 to 255 letters, digits, - and _, got "my shop"$/,
    ],
  ]);
});

describe("a pipeline whose targets the catalog does not show", () => {
  it("makes nothing of it, says nothing of it to the job and lets it change nothing", async () => {
    const deployment = await described({ catalogTargets: undefined });
    assert.deepEqual(
      deployment.resources.filter(({ name }) => name.startsWith("shop-targets")).map(({ name }) => name),
      [],
    );
    const { catalogTargets, datasets } = specOf(deployment);
    assert.deepEqual([catalogTargets, datasets[0].catalogTarget], [undefined, undefined]);
    assert.equal(roleOf(deployment).UpdateTargets, undefined);
    assert.equal(deployment.result.targetsDatabaseName, undefined);
  });

  it("may have tables that would share a name there", async () => {
    const datasets = [
      { ...orders, target: { schema: "a_b", table: "c" } },
      { ...visits, target: { schema: "a", table: "b_c" } },
    ];
    await deploy(() => make({ datasets }));
  });
});
