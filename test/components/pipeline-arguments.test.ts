import type { DatasetArgs } from "../../components";
import { itRefuses } from "../support/component";
import { make, orders, visits } from "../support/shop-pipeline";

describe("arguments of S3ToRedshiftPipeline", () => {
  const withOrders = (changed: object) => () => make({ datasets: [{ ...orders, ...changed } as DatasetArgs, visits] });
  itRefuses([
    [
      "a name that no bucket can have",
      () => make({ namePrefix: "Shop" }),
      /^namePrefix: expected 3 to 28 .*, got "Shop"$/,
    ],
    ["a long name", () => make({ namePrefix: "a".repeat(29) }), /^namePrefix: expected 3 to 28/],
    ["a source prefix without slash", () => make({ source: { prefix: "sales" } }), /^source\.prefix: .*, got "sales"$/],
    ["no dataset", () => make({ datasets: [] }), /^datasets: expected at least 1 item\(s\), got \[\]$/],
    [
      "an absolute path",
      withOrders({ path: "/orders/" }),
      /^datasets\[0\]\.path: expected a folder .*, got "\/orders\/"$/,
    ],
    [
      "a JSON path of a CSV file",
      withOrders({ jsonPath: "$[*]" }),
      /^datasets\[0\]\.jsonPath: is for the format json only/,
    ],
    [
      "JSON datasets of different paths",
      () =>
        make({
          datasets: [
            { ...orders, format: "json", jsonPath: "$[*]" },
            { ...visits, format: "json" },
          ],
        }),
      /^datasets\[1\]\.jsonPath: expected the same for all JSON datasets/,
    ],
    ["an unknown format", withOrders({ format: "avro" }), /^datasets\[0\]\.format: expected "csv" or .*, got "avro"$/],
    [
      "an unknown mode",
      withOrders({ load: { mode: "merge" } }),
      /^datasets\[0\]\.load\.mode: expected "append" or "upsert" or .* or "history", got "merge"$/,
    ],
    [
      "an upsert without keys",
      withOrders({ load: { mode: "upsert" } }),
      /^datasets\[0\]\.load\.keys: expected array, got nothing$/,
    ],
    [
      "keys of an append",
      withOrders({ load: { mode: "append", keys: ["a"] } }),
      /^datasets\[0\]\.load\.keys: unknown key/,
    ],
    [
      "a key that is no column",
      withOrders({ load: { mode: "upsert", keys: ["id"] } }),
      /^datasets\[0\]\.load\.keys\[0\]: expected one of the columns "order_id", "amount", got "id"$/,
    ],
    [
      "an order of a history",
      withOrders({ load: { mode: "history", keys: ["order_id"], orderBy: "amount" } }),
      /^datasets\[0\]\.load\.orderBy: unknown key, expected one of mode, keys, validFrom, deletes$/,
    ],
    [
      "a column renamed that is none",
      withOrders({ transform: { rename: { price: "amount" } } }),
      /^datasets\[0\]\.transform\.rename\.price: expected one of the columns "order_id", "amount", got "price"$/,
    ],
    [
      "a table that is no dataset",
      withOrders({ transform: { sql: "SELECT * FROM source", tables: ["customers"] } }),
      /^datasets\[0\]\.transform\.tables\[0\]: expected the name of another dataset, got "customers"$/,
    ],
    [
      "a file for a script that is none",
      withOrders({ transform: { script: "no-such-file.py" } }),
      /^datasets\[0\]\.transform\.script: expected a Python file, got "no-such-file.py": no file \/.*no-such-file\.py$/,
    ],
    [
      "a folder for a script",
      withOrders({ transform: { script: __dirname } }),
      /^datasets\[0\]\.transform\.script: expected a Python file/,
    ],
    [
      "fewer rows at most than at least",
      withOrders({ checks: [{ kind: "row-count", min: 5, max: 4 }] }),
      /^datasets\[0\]\.checks\[0\]\.max: expected at least min \(5\), got 4$/,
    ],
    [
      "an encoding that Redshift does not have",
      withOrders({ target: { ...orders.target, encodings: { amount: "gzip" } } }),
      /^datasets\[0\]\.target\.encodings\.amount: expected "raw" or .*, got "gzip"$/,
    ],
    [
      "a namespace of AWS's own",
      () => make({ metricsNamespace: "AWS/Glue" }),
      /^metricsNamespace: expected a CloudWatch namespace, not one of AWS\/, got "AWS\/Glue"$/,
    ],
    [
      "a lineage URL without scheme",
      () => make({ lineage: { url: "lineage.example.com" } }),
      /^lineage\.url: expected an http or https URL, got "lineage.example.com"$/,
    ],
    [
      "a misspelt argument",
      withOrders({ colums: [] }),
      /^datasets\[0\]\.colums: unknown key, expected one of name, format/,
    ],
    [
      "a name twice",
      withOrders({ name: "visits" }),
      /^datasets\[1\]\.name: expected another name than datasets\[0\]\.name, got "visits"$/,
    ],
    [
      "a table twice",
      withOrders({ target: visits.target }),
      /^datasets\[1\]\.target: expected another table than datasets\[0\]\.target/,
    ],
    [
      "a catalog table twice",
      withOrders({ path: "web-visits/" }),
      /^datasets\[1\]\.path: expected another last part than datasets\[0\]\.path/,
    ],
    [
      "paths of different depth",
      withOrders({ path: "a/orders/" }),
      /^datasets\[1\]\.path: expected as many folders as in datasets\[0\]\.path/,
    ],
    ["a wrong size", () => make({ job: { numberOfWorkers: 1 } }), /^job\.numberOfWorkers: expected at least 2, got 1$/],
    [
      "a wrong capacity",
      () => make({ warehouse: { serverless: { baseCapacity: 9 } } }),
      /^warehouse\.serverless\.baseCapacity: expected 4, or/,
    ],
    [
      "a wrong retention",
      () => make({ retention: { noncurrentVersionDays: 0 } }),
      /^retention\.noncurrentVersionDays: expected at least 1, got 0$/,
    ],
    [
      "the pipeline's own tag",
      () => make({ tags: { "s3-to-redshift:pipeline": "x" } }),
      /^tags: expected other keys than s3-to-redshift:pipeline/,
    ],
  ]);
});
