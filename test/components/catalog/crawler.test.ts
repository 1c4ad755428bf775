import { strict as assert } from "node:assert";
import { SourceCrawler, type SourceCrawlerArgs, tableName } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args: SourceCrawlerArgs = {
  crawlerName: "shop-dev-sales",
  databaseName: "shop_dev_sales",
  roleArn: "arn:aws:iam::123456789012:role/shop-dev-sales-crawler",
  bucketName: "acme-raw",
  folders: ["sales/orders/", "sales/customers"],
};

const crawlerInputs = async (changed: Partial<SourceCrawlerArgs> = {}) => {
  const { one } = await deploy(() => new SourceCrawler("shop", { ...args, ...changed }));
  return one("aws:glue/crawler:Crawler").inputs;
};

describe("SourceCrawler", () => {
  itIsAComponent({
    make: (opts) => new SourceCrawler("shop", args, opts),
    type: "s3-to-redshift:catalog:SourceCrawler",
    children: [["aws:glue/crawler:Crawler", "shop-crawler"]],
    outputs: ({ crawlerName }) => ({ crawlerName }),
  });

  it("crawls each folder as one table", async () => {
    const inputs = await crawlerInputs();
    assert.deepEqual(inputs.s3Targets, [
      { path: "s3://acme-raw/sales/orders/" },
      { path: "s3://acme-raw/sales/customers/" },
    ]);
    assert.deepEqual(JSON.parse(inputs.configuration), {
      Version: 1,
      Grouping: { TableGroupingPolicy: "CombineCompatibleSchemas", TableLevelConfiguration: 3 },
    });
  });

  it("leaves out what is excluded, in every folder", async () => {
    const inputs = await crawlerInputs({ exclusions: ["**/_*"] });
    assert.deepEqual(
      inputs.s3Targets.map((target: { exclusions: string[] }) => target.exclusions),
      [["**/_*"], ["**/_*"]],
    );
  });

  it("reads arrays of rows with a classifier of its own, and only then", async () => {
    const { one, resources } = await deploy(() => new SourceCrawler("shop", { ...args, jsonPath: "$[*]" }));
    const classifier = one("aws:glue/classifier:Classifier");
    assert.equal(classifier.name, "shop-json");
    assert.match(classifier.parent!, /SourceCrawler::shop$/);
    assert.deepEqual(classifier.inputs, { name: "shop-dev-sales-json", jsonClassifier: { jsonPath: "$[*]" } });
    assert.deepEqual(one("aws:glue/crawler:Crawler").inputs.classifiers, ["shop-dev-sales-json"]);
    assert.equal(resources.length, 4); // with the stack
    assert.equal((await crawlerInputs()).classifiers, undefined);
  });

  it("never deletes a table on its own", async () => {
    assert.equal((await crawlerInputs()).schemaChangePolicy.deleteBehavior, "LOG");
  });

  itRefuses(
    (
      [
        ["no folder", [], /^folders: is empty, expected at least one folder/],
        ["a folder twice", ["a/", "/a"], /^folders\[1\]: a\/ becomes the table a, as a\/ does/],
        ["two folders of one table", ["a-b/", "a_b/"], /^folders\[1\]: a_b\/ becomes the table a_b, as a-b\/ does/],
        ["folders of different depth", ["a/", "b/c/"], /^folders\[1\]: differ in depth \(a\/, b\/c\/\)/],
        ["the whole bucket", ["/"], /^folders\[0\]: got "\/", expected the path of a folder/],
      ] as [string, string[], RegExp][]
    ).map(([what, folders, message]) => [what, () => new SourceCrawler("shop", { ...args, folders }), message]),
  );

  itRefuses([
    [
      "a name with a blank",
      () => new SourceCrawler("shop", { ...args, crawlerName: "my crawler" }),
      /^crawlerName: expected .*, got "my crawler"$/,
    ],
  ]);

  it("knows the name that a crawler gives to a folder's table", () => {
    const names = { "vega/airports/": "airports", "Flights by Month/": "flights_by_month", "a/2026-01": "2026_01" };
    for (const [folder, table] of Object.entries(names)) {
      assert.equal(tableName(folder), table);
    }
  });
});
