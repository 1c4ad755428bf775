import { strict as assert } from "node:assert";
import * as path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { root } from "../../scripts/setup/paths";

/** The argument types must be such that Pulumi can make a schema of them, for programs in other languages. */
describe("schema of the arguments", () => {
  it("is made by Pulumi's analyzer, with every option and its values", function () {
    this.timeout(60_000);
    const folder = path.join(root, "components");
    const manifest = { name: "s3-to-redshift", main: "index.ts" };
    const analyzer = new Analyzer(folder, "s3-to-redshift", manifest, new Set(["S3ToRedshiftPipeline"]));
    const { typeDefinitions } = analyzer.analyze();

    const values = (name: string) => typeDefinitions[name].enum?.map(({ value }) => value).sort();
    assert.deepEqual(values("LoadMode"), ["append", "history", "replace", "snapshot", "upsert"]);
    assert.deepEqual(values("OnBrokenRule"), ["fail", "quarantine", "warn"]);
    const properties = (name: string) => Object.entries(typeDefinitions[name].properties ?? {});
    assert.deepEqual(
      properties("DatasetArgs")
        .filter(([, { optional }]) => !optional)
        .map(([name]) => name),
      ["name", "path", "format", "load", "target"],
    );
    const undocumented = [
      "DatasetArgs",
      "LoadArgs",
      "ListingArgs",
      "TransformArgs",
      "RuleArgs",
      "CheckArgs",
      "TargetArgs",
    ]
      .flatMap((type) => properties(type).map(([name, { description }]) => ({ path: `${type}.${name}`, description })))
      .filter(({ description }) => !description);
    assert.deepEqual(undocumented, []);
  });
});
