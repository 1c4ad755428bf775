import { strict as assert } from "node:assert";
import { ActionCatalogue } from "../../../policy/iam/actions";

describe("action catalogue", () => {
  let catalogue: ActionCatalogue;
  before(async () => {
    catalogue = await new ActionCatalogue().load([
      "s3:*",
      "redshift-data:*",
      "glue:GetTable",
      "iam:*",
      "nosuchservice:*",
    ]);
  });
  const names = (pattern: string) => catalogue.expand(pattern).map(({ name }) => name);

  it("knows an action's resources, required or not, by the form of their ARN", () => {
    const [getTable] = catalogue.expand("glue:GetTable");
    assert.deepEqual(
      getTable.resourceTypes.filter(({ required }) => required).map(({ name, arn }) => [name, arn]),
      [
        ["database", "arn:${Partition}:glue:${Region}:${Account}:database/${DatabaseName}"],
        ["rootcatalog", "arn:${Partition}:glue:${Region}:${Account}:catalog"],
        ["table", "arn:${Partition}:glue:${Region}:${Account}:table/${DatabaseName}/${TableName}"],
      ],
    );
  });

  it("knows access levels, compound ones as several", () => {
    assert.deepEqual(catalogue.expand("s3:GetObject")[0].accessLevels, ["Read"]);
    assert.deepEqual(catalogue.expand("iam:PutRolePolicy")[0].accessLevels, ["Permissions management", "Write"]);
  });

  it("knows condition keys of the action and of its resource types", () => {
    const [execute] = catalogue.expand("redshift-data:ExecuteStatement");
    assert.ok(execute.conditionKeys.includes("aws:ResourceTag/${TagKey}"));
    assert.ok(catalogue.expand("s3:ListBucket")[0].conditionKeys.includes("s3:prefix"));
  });

  it("has no resource types for what is asked about * only", () => {
    assert.deepEqual(catalogue.expand("redshift-data:DescribeStatement")[0].resourceTypes, []);
  });

  it("expands wildcards, whatever the case", () => {
    assert.deepEqual(names("s3:getobjectt*"), ["s3:GetObjectTagging", "s3:GetObjectTorrent"]);
    assert.deepEqual(names("s3:ListBucke?"), ["s3:ListBucket"]);
    assert.ok(names("s3:*").length > 150);
  });

  it("finds nothing for what AWS does not have", () => {
    assert.deepEqual(names("s3:HeadObject"), []);
    assert.deepEqual(names("nosuchservice:*"), []);
  });

  it("takes all services for *", async () => {
    const all = (await new ActionCatalogue().load(["*"])).expand("*");
    assert.ok(all.length > 20_000, `${all.length} actions`);
    assert.ok(new Set(all.map(({ name }) => name.split(":")[0])).size > 400);
  });
});
