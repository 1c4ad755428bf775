import { strict as assert } from "node:assert";
import {
  CsvHeader,
  Recrawl,
  SchemaDelete,
  SchemaUpdate,
  SourceCrawler,
  type SourceCrawlerArgs,
  tableName,
} from "../../../components";
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

  const csvClassifier = async (csv: SourceCrawlerArgs["csv"]) => {
    const { one } = await deploy(() => new SourceCrawler("shop", { ...args, csv }));
    const { name, parent, inputs } = one("aws:glue/classifier:Classifier");
    assert.equal(name, "shop-csv");
    assert.match(parent!, /SourceCrawler::shop$/);
    assert.equal(inputs.name, "shop-dev-sales-csv");
    assert.deepEqual(one("aws:glue/crawler:Crawler").inputs.classifiers, ["shop-dev-sales-csv"]);
    return inputs.csvClassifier;
  };

  it("reads CSV files as it is told to, and lets Glue find out the rest", async () => {
    assert.deepEqual(await csvClassifier({ delimiter: ";" }), { delimiter: ";", containsHeader: "UNKNOWN" });
    assert.deepEqual(
      await csvClassifier({
        delimiter: "\t",
        quote: "'",
        header: CsvHeader.Absent,
        columnNames: ["id", "Name"],
        allowSingleColumn: true,
      }),
      {
        delimiter: "\t",
        quoteSymbol: "'",
        containsHeader: "ABSENT",
        headers: ["id", "Name"],
        allowSingleColumn: true,
        serde: "OpenCSVSerDe",
      },
    );
    assert.deepEqual(await csvClassifier({ quote: '"' }), { quoteSymbol: '"', containsHeader: "UNKNOWN" });
    assert.deepEqual(await csvClassifier({ header: CsvHeader.Present }), { containsHeader: "PRESENT" });
  });

  it("tries the JSON classifier first, since the one for CSV takes lines of JSON too", async () => {
    const { classifiers } = await crawlerInputs({ jsonPath: "$[*]", csv: {} });
    assert.deepEqual(classifiers, ["shop-dev-sales-json", "shop-dev-sales-csv"]);
  });

  const policies = async (changed: Partial<SourceCrawlerArgs>) => {
    const { schemaChangePolicy: schema, recrawlPolicy: recrawl } = await crawlerInputs(changed);
    return [schema.updateBehavior, schema.deleteBehavior, recrawl.recrawlBehavior];
  };

  it("takes changed columns over and crawls everything, unless told otherwise", async () => {
    assert.deepEqual(await policies({}), ["UPDATE_IN_DATABASE", "LOG", "CRAWL_EVERYTHING"]);
    assert.deepEqual(await policies({ schemaChanges: {} }), ["UPDATE_IN_DATABASE", "LOG", "CRAWL_EVERYTHING"]);
    assert.deepEqual(
      await policies({ schemaChanges: { update: SchemaUpdate.Log, delete: SchemaDelete.DeprecateInDatabase } }),
      ["LOG", "DEPRECATE_IN_DATABASE", "CRAWL_EVERYTHING"],
    );
  });

  it("crawls new folders only, and then logs changes, as AWS has it", async () => {
    const recrawl = Recrawl.NewFoldersOnly;
    assert.deepEqual(await policies({ recrawl }), ["LOG", "LOG", "CRAWL_NEW_FOLDERS_ONLY"]);
    const schemaChanges = { update: SchemaUpdate.Log, delete: SchemaDelete.Log };
    assert.deepEqual(await policies({ recrawl, schemaChanges }), ["LOG", "LOG", "CRAWL_NEW_FOLDERS_ONLY"]);
  });

  it("reads so many files of a folder", async () => {
    const { s3Targets } = await crawlerInputs({ sampleSize: 20 });
    assert.deepEqual(
      s3Targets.map((target: { sampleSize: number }) => target.sampleSize),
      [20, 20],
    );
  });

  it("reads with Lake Formation's credentials only if told so", async () => {
    assert.equal((await crawlerInputs()).lakeFormationConfiguration, undefined);
    const { lakeFormationConfiguration } = await crawlerInputs({ useLakeFormationCredentials: true });
    assert.deepEqual(lakeFormationConfiguration, { useLakeFormationCredentials: true });
  });

  it("is the same crawler as before where nothing of this is asked for", async () => {
    const { databaseName, name, role, s3Targets, configuration, ...rest } = await crawlerInputs();
    assert.deepEqual(rest, {
      schemaChangePolicy: { updateBehavior: "UPDATE_IN_DATABASE", deleteBehavior: "LOG" },
      recrawlPolicy: { recrawlBehavior: "CRAWL_EVERYTHING" },
    });
    assert.ok(databaseName && name && role && s3Targets && configuration);
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

  const make = (changed: Partial<SourceCrawlerArgs>) => () => new SourceCrawler("shop", { ...args, ...changed });
  itRefuses([
    ["a name with a blank", make({ crawlerName: "my crawler" }), /^crawlerName: expected .*, got "my crawler"$/],
    ["two delimiters", make({ csv: { delimiter: "||" } }), /^csv\.delimiter: expected one character, got "\|\|"$/],
    ["no quote", make({ csv: { quote: "" } }), /^csv\.quote: expected one character, got ""$/],
    [
      "the delimiter as quote",
      make({ csv: { delimiter: '"' } }),
      /^csv\.quote: expected another character than the delimiter/,
    ],
    [
      "a column twice",
      make({ csv: { columnNames: ["id", "ID"] } }),
      /^csv\.columnNames\[1\]: expected another name than those before, got "ID"$/,
    ],
    [
      "a header that is neither there nor not",
      make({ csv: { header: "MAYBE" as CsvHeader } }),
      /^csv\.header: expected "UNKNOWN" or "PRESENT" or "ABSENT", got "MAYBE"$/,
    ],
    [
      "tables that are deleted",
      make({ schemaChanges: { delete: "DELETE_FROM_DATABASE" as SchemaDelete } }),
      /^schemaChanges\.delete: expected "LOG" or "DEPRECATE_IN_DATABASE", got "DELETE_FROM_DATABASE"$/,
    ],
    [
      "updates by crawls of new folders only",
      make({ recrawl: Recrawl.NewFoldersOnly, schemaChanges: { update: SchemaUpdate.UpdateInDatabase } }),
      /^schemaChanges\.update: expected "LOG", the only one that AWS takes with recrawl CRAWL_NEW_FOLDERS_ONLY, got "UPD/,
    ],
    [
      "deprecation by crawls of new folders only",
      make({ recrawl: Recrawl.NewFoldersOnly, schemaChanges: { delete: SchemaDelete.DeprecateInDatabase } }),
      /^schemaChanges\.delete: expected "LOG", .*, got "DEPRECATE_IN_DATABASE"$/,
    ],
    [
      "crawls by events, which have queues",
      make({ recrawl: "CRAWL_EVENT_MODE" as Recrawl }),
      /^recrawl: expected "CRAWL_EVERYTHING" or "CRAWL_NEW_FOLDERS_ONLY", got "CRAWL_EVENT_MODE"$/,
    ],
    ["a sample of 250 files", make({ sampleSize: 250 }), /^sampleSize: expected at most 249, got 250$/],
  ]);

  it("knows the name that a crawler gives to a folder's table", () => {
    const names = { "vega/airports/": "airports", "Flights by Month/": "flights_by_month", "a/2026-01": "2026_01" };
    for (const [folder, table] of Object.entries(names)) {
      assert.equal(tableName(folder), table);
    }
  });

  it("has a connection and a security configuration only where it is given them", async () => {
    const inputs = await crawlerInputs({ connectionName: "shop-dev-0", securityConfigurationName: "shop-dev" });
    assert.deepEqual(inputs.s3Targets, [
      { path: "s3://acme-raw/sales/orders/", connectionName: "shop-dev-0" },
      { path: "s3://acme-raw/sales/customers/", connectionName: "shop-dev-0" },
    ]);
    assert.equal(inputs.securityConfiguration, "shop-dev");
    assert.ok(!("securityConfiguration" in (await crawlerInputs())));
  });
});
