import {
  type CreateCrawlerCommandInput,
  CreateTableCommand,
  GetPartitionsCommand,
  InvalidInputException,
  ListCrawlsCommand,
  type Partition,
  UpdateCrawlerCommand,
  type UpdateCrawlerCommandInput,
} from "@aws-sdk/client-glue";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import { eventually, putFiles } from "../../support/local-aws";
import { roleOf } from "../../support/role-session";
import { Crawling, columnsOf, type Files, type Made, TABLE_PER_FOLDER } from "./crawling";

const LOG = { UpdateBehavior: "LOG", DeleteBehavior: "LOG" } as const;
const NEW_FOLDERS: Partial<CreateCrawlerCommandInput> = {
  RecrawlPolicy: { RecrawlBehavior: "CRAWL_NEW_FOLDERS_ONLY" },
  SchemaChangePolicy: LOG,
  Configuration: TABLE_PER_FOLDER,
};
const EVERYTHING: Partial<UpdateCrawlerCommandInput> = {
  RecrawlPolicy: { RecrawlBehavior: "CRAWL_EVERYTHING" },
  SchemaChangePolicy: { UpdateBehavior: "UPDATE_IN_DATABASE", DeleteBehavior: "LOG" },
};
const SOME: Files = { "data/t/k=1/a.csv": "id,v\n1,1\n", "data/t/k=2/a.csv": "id,v\n2,2\n" };

describe("Glue crawlers: new folders only", function () {
  this.timeout(180_000);
  let crawling: Crawling;

  before(async () => {
    crawling = await Crawling.start();
  });

  const make = (files: Files = SOME, settings = {}) => crawling.make(files, { ...NEW_FOLDERS, ...settings });
  const put = ({ bucket }: Made, files: Files) => putFiles(crawling.clients.s3, bucket, files);
  const update = ({ crawler: Name }: Made, changes: Partial<UpdateCrawlerCommandInput>) =>
    crawling.clients.glue.send(new UpdateCrawlerCommand({ Name, ...changes }));

  /** The columns of a table's partitions, by their values. */
  async function partitions({ database: DatabaseName }: Made, TableName = "t"): Promise<Record<string, string>> {
    const command = new GetPartitionsCommand({ DatabaseName, TableName });
    const { Partitions = [] } = await crawling.clients.glue.send(command);
    const entry = (partition: Partition) => [partition.Values?.join("/"), columnsOf(partition).join()];
    return Object.fromEntries(Partitions.map(entry));
  }

  /** What the last crawl changed. */
  async function changed({ crawler: CrawlerName }: Made): Promise<string> {
    const { Crawls = [] } = await crawling.clients.glue.send(new ListCrawlsCommand({ CrawlerName }));
    const summary = Object.entries(JSON.parse(Crawls[0].Summary ?? "{}") as Record<string, number>);
    return summary.flatMap(([what, count]) => (count > 0 ? `${count} ${what}` : [])).join();
  }

  /** The keys of the objects that crawls have read. */
  const read = ({ bucket }: Made) =>
    crawling.aws.calls.recent().flatMap(({ checked = [] }) =>
      checked.flatMap(({ action, resource }) => {
        const [of, ...key] = resource.replace("arn:aws:s3:::", "").split("/");
        return action === "s3:GetObject" && of === bucket ? key.join("/") : [];
      }),
    );

  it("crawls everything once, then new folders alone, whatever happens in the others", async () => {
    const made = await make();
    const [before, ...others] = await crawling.crawl(made);
    assert.deepEqual(others, []);
    assert.equal(await changed(made), "1 tablesCreated,2 partitionsCreated");
    await eventually("the first crawl's reads", async () => (read(made).length === 2 ? true : undefined));

    await put(made, { "data/t/k=1/a.csv": "id,v,w\n1,1,x\n", "data/t/k=2/b.csv": "id,z\n2,y\n" });
    await put(made, { "data/t/k=3/a.csv": "id,v\n3,3\n" });
    const [after] = await crawling.crawl(made);
    assert.equal(await changed(made), "1 partitionsCreated");
    assert.deepEqual(after, before);
    assert.deepEqual(await partitions(made), {
      "1": "id:bigint,v:bigint",
      "2": "id:bigint,v:bigint",
      "3": "id:bigint,v:bigint",
    });
    await eventually("the second crawl's read", async () => (read(made).length > 2 ? true : undefined));
    assert.deepEqual(read(made).slice(2), ["data/t/k=3/a.csv"]);

    await put(made, { "data/t/k=3/b.csv": "id,v\n3,3.5\n" });
    assert.deepEqual((await crawling.crawl(made))[0], before);
    assert.equal(await changed(made), "");
    assert.equal(read(made).length, 3);
  });

  it("neither lists nor reads what is in the others", async () => {
    const made = await make();
    await crawling.crawl(made);
    const Resource = `arn:aws:s3:::${made.bucket}`;
    const old = ["data/t/k=1/*", "data/t/k=2/*"];
    const { RoleName: Role } = await roleOf(crawling.clients.iam, {
      statements: [
        { Effect: "Allow", Action: ["s3:*", "glue:*", "logs:*"], Resource: "*" },
        { Effect: "Deny", Action: "s3:ListBucket", Resource, Condition: { StringLike: { "s3:prefix": old } } },
        { Effect: "Deny", Action: "s3:GetObject", Resource: old.map((key) => `${Resource}/${key}`) },
      ],
    });
    await update(made, { Role });
    await put(made, { "data/t/k=3/a.csv": "id,v\n3,3\n" });
    await crawling.crawl(made);
    assert.deepEqual(Object.keys(await partitions(made)), ["1", "2", "3"]);
  });

  it("finds new folders at each level", async () => {
    const row = "id,v\n1,1\n";
    const made = await make({ "data/t/2024/01/a.csv": row, "data/t/2024/02/a.csv": row });
    await crawling.crawl(made);
    await put(made, { "data/t/2024/03/a.csv": row, "data/t/2025/01/a.csv": row, "data/t/2026/a.csv": row });
    await crawling.crawl(made);
    assert.match(await crawling.warnings(made), /data\/t\/2026\/ .* partitions of table t .* left out/);
    assert.deepEqual(Object.keys(await partitions(made)).sort(), ["2024/01", "2024/02", "2024/03", "2025/01"]);
  });

  it("finds them in a folder with files of its own, which it has read", async () => {
    const made = await make({ ...SOME, "data/t/stray.csv": "id,v\n0,0\n" });
    await crawling.crawl(made);
    await eventually("the first crawl's reads", async () => (read(made).length === 3 ? true : undefined));
    await put(made, { "data/t/stray.csv": "id,v\n0,1\n", "data/t/later.csv": "id,v\n0,0\n" });
    await put(made, { "data/t/k=3/a.csv": "id,v\n3,3\n" });
    await crawling.crawl(made);
    assert.deepEqual(Object.keys(await partitions(made)), ["1", "2", "3"]);
    await eventually("the second crawl's read", async () => (read(made).length > 3 ? true : undefined));
    assert.deepEqual(read(made).slice(3), ["data/t/k=3/a.csv"]);
  });

  it("adds to tables that it found itself, too", async () => {
    const files = { "data/2023/a.csv": "id,v\n1,1\n", "data/2024/a.csv": "id,v\n2,2\n" };
    const made = await make(files, { Configuration: undefined });
    await crawling.crawl(made);
    await put(made, { "data/2025/a.csv": "id,v,w\n3,3,3\n", "data/2026/a.csv": "name,town\n1,rome\n" });
    await crawling.crawl(made);
    assert.deepEqual(await partitions(made, "data"), {
      "2023": "id:bigint,v:bigint",
      "2024": "id:bigint,v:bigint",
      "2025": "id:bigint,v:bigint,w:bigint",
    });
    assert.match(await crawling.warnings(made), /data\/2026\/a.csv differs from table data .* left out/);
  });

  it("leaves out what would be a new table, or fits none, and says so", async () => {
    const made = await make({ ...SOME, "data/flat/a.csv": "id,v\n1,1\n" });
    await crawling.crawl(made);
    const StorageDescriptor = { Location: `s3://${made.bucket}/data/own` };
    const TableInput = { Name: "own", StorageDescriptor, PartitionKeys: [] };
    await crawling.clients.glue.send(new CreateTableCommand({ DatabaseName: made.database, TableInput }));
    await put(made, {
      "data/own/a.csv": "id,v\n1,1\n",
      "data/u/k=1/a.csv": "x,y\n1,1\n",
      "data/flat/k=1/a.csv": "id,v\n1,1\n",
      "data/t/k=3/a.json": '{"id": 3}',
      "data/t/other=3/a.csv": "id,v\n3,3\n",
      "data/t/k=4/deep/a.csv": "id,v\n4,4\n",
      "data/t/k=5/_SUCCESS": "x",
    });
    const names = (await crawling.crawl(made)).map(({ Name }) => Name);
    assert.deepEqual(names, ["flat", "own", "t"]);
    assert.equal(await changed(made), "");
    const warnings = await crawling.warnings(made);
    for (const expected of [
      /data\/own\/ .* partitions of table own \(it has none\) .* left out/,
      /data\/u\/k=1\/ lies in no table .* left out/,
      /data\/t\/k=3\/a.json differs from table t .* left out/,
      /data\/t\/other=3\/ .* partitions of table t \(k\).* left out/,
      /data\/t\/k=4\/deep\/ .* partitions of table t \(k\).* left out/,
    ])
      assert.match(warnings, expected);
  });

  it("keeps what vanished", async () => {
    const made = await make();
    await crawling.crawl(made);
    await crawling.clients.s3.send(new DeleteObjectCommand({ Bucket: made.bucket, Key: "data/t/k=1/a.csv" }));
    await crawling.crawl(made);
    assert.equal(await changed(made), "");
    assert.deepEqual(Object.keys(await partitions(made)), ["1", "2"]);
  });

  it("sees everything again when it is told so, and goes on from there", async () => {
    const made = await make();
    await crawling.crawl(made);
    await put(made, { "data/t/k=1/a.csv": "id,v,w\n1,1,x\n", "data/t/k=2/b.csv": "id,v\n2,2.5\n" });
    await update(made, EVERYTHING);
    const [table] = await crawling.crawl(made);
    assert.deepEqual(columnsOf(table), ["id:bigint", "v:double", "w:string"]);
    assert.equal(table.Parameters?.objectCount, "3");
    assert.equal(await changed(made), "1 tablesUpdated,2 partitionsUpdated");
    await update(made, NEW_FOLDERS);
    await put(made, { "data/t/k=1/a.csv": "id\n1\n", "data/t/k=3/a.csv": "id,v\n3,3\n" });
    await crawling.crawl(made);
    assert.equal(await changed(made), "1 partitionsCreated");
  });

  it("takes for new what a crawl of everything missed", async () => {
    const made = await make();
    await crawling.crawl(made);
    await crawling.clients.s3.send(new DeleteObjectCommand({ Bucket: made.bucket, Key: "data/t/k=1/a.csv" }));
    const DeleteBehavior = "DELETE_FROM_DATABASE" as const;
    await update(made, { ...EVERYTHING, SchemaChangePolicy: { ...LOG, DeleteBehavior } });
    await crawling.crawl(made);
    assert.deepEqual(Object.keys(await partitions(made)), ["2"]);
    await put(made, SOME);
    await update(made, NEW_FOLDERS);
    await crawling.crawl(made);
    assert.deepEqual(Object.keys(await partitions(made)), ["1", "2"]);
  });

  it("comes back to the new folders of a crawl that failed", async () => {
    const made = await make();
    await crawling.crawl(made);
    await put(made, { "data/t/k=3/a.csv": "BZh is no CSV" });
    await crawling.crawl(made, "FAILED");
    await put(made, { "data/t/k=3/a.csv": "id,v\n3,3\n" });
    await crawling.crawl(made);
    assert.deepEqual(Object.keys(await partitions(made)), ["1", "2", "3"]);
  });

  it("goes with SchemaChangePolicy LOG alone, and with targets that stay", async () => {
    const logOnly = (error: Error) =>
      error instanceof InvalidInputException &&
      error.message ===
        'The SchemaChangePolicy for "Crawl new folders only" Amazon S3 target can have only LOG DeleteBehavior value and LOG UpdateBehavior value.';
    for (const SchemaChangePolicy of [
      undefined,
      { ...LOG, UpdateBehavior: "UPDATE_IN_DATABASE" as const },
      { ...LOG, DeleteBehavior: "DEPRECATE_IN_DATABASE" as const },
    ])
      await assert.rejects(make(SOME, { SchemaChangePolicy }), logOnly);
    const made = await make();
    assert.deepEqual((await crawling.get(made.crawler)).RecrawlPolicy, NEW_FOLDERS.RecrawlPolicy);
    await assert.rejects(update(made, { SchemaChangePolicy: EVERYTHING.SchemaChangePolicy }), logOnly);

    const Path = `s3://${made.bucket}/data/`;
    const Targets = { S3Targets: [{ Path }, { Path: `s3://${made.bucket}/more/` }] };
    await update(made, { Targets: { S3Targets: [{ Path }] }, Description: "the same targets" });
    await assert.rejects(update(made, { Targets }), /^InvalidInputException: Amazon S3 target is immutable/);
    await update(made, { Targets, ...EVERYTHING });
    await update(made, { Targets, ...NEW_FOLDERS });
    const { S3Targets = [] } = (await crawling.get(made.crawler)).Targets ?? {};
    assert.equal(S3Targets.length, 2);
  });

  it("does not crawl by events", async () => {
    const RecrawlPolicy = { RecrawlBehavior: "CRAWL_EVENT_MODE" } as const;
    await assert.rejects(
      make(SOME, { RecrawlPolicy }),
      /RecrawlBehavior CRAWL_EVENT_MODE of a crawler is not emulated/,
    );
  });
});
