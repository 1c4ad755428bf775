import { GetBucketLoggingCommand, type LoggingEnabled, S3Client } from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import * as path from "node:path";
import { clientSettings } from "../../../scripts/clients";
import { type LocalFolder, makeLocalFolder } from "../../support/local-folder";
import { copyTestProgram } from "../../support/program-copy";
import { pulumiIn } from "../../support/pulumi-program";

const PROGRAM = path.join(__dirname, "logging-program");

/** The real engine and the real provider on access logs, with the library's components. */
describe("a program with access logs", function () {
  this.timeout(300_000);
  let local: LocalFolder;
  let cli: ReturnType<typeof pulumiIn>;
  let s3: S3Client;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    const env = await local.environment();
    s3 = new S3Client({ ...clientSettings("us-east-1", env), forcePathStyle: true });
    cli = pulumiIn(copyTestProgram(local.folder, PROGRAM), env);
    cli.pulumi("stack", "select", "--create", "local");
  });
  after(() => local.remove());

  /** Of AWS, as `update raw-logging`; components are there in name alone. */
  const changes = (...args: string[]) =>
    cli.changes(...args).flatMap(({ op, type, name }) => (type.startsWith("aws:") ? `${op} ${name}` : []));
  const logging = async (name: string) => {
    const Bucket = `shop-${name}`;
    return (await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled;
  };
  const to = (TargetPrefix: string, PartitionDateSource?: "EventTime" | "DeliveryTime"): LoggingEnabled => ({
    ...{ TargetBucket: "shop-logs", TargetPrefix },
    ...(PartitionDateSource && { TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource } } }),
  });

  it("deploys, and has nothing to change afterwards", async () => {
    cli.up();
    assert.deepEqual(await logging("raw"), to("shop-raw/", "EventTime"));
    assert.deepEqual(await logging("work"), to("of/work/"));
    assert.deepEqual(await logging("there-already"), to("shop-there-already/"));
    assert.deepEqual(changes(), []);
  });

  it("has nothing to change after a refresh", () => {
    assert.doesNotMatch(cli.pulumi("refresh", "--yes"), /[1-9]\d* (updated|deleted|created)/);
    assert.deepEqual(changes("--refresh"), []);
  });

  it("changes in place", async () => {
    cli.pulumi("config", "set", "other", "true");
    const changed = ["raw-access-logs-logging", "there-already-logs-logging", "work-access-logs-logging"];
    assert.deepEqual(
      changes(),
      changed.map((name) => `update ${name}`),
    );
    cli.up();
    assert.deepEqual(changes("--refresh"), []);
    assert.deepEqual(await logging("raw"), to("shop-raw/", "DeliveryTime"));
    assert.deepEqual(await logging("work"), to(""));
    assert.deepEqual(await logging("there-already"), to("shop-there-already/", "EventTime"));
  });

  it("is gone after destroy", async () => {
    cli.pulumi("destroy", "--yes");
    const { deployment } = JSON.parse(cli.pulumi("stack", "export"));
    assert.deepEqual(deployment.resources ?? [], []);
    await assert.rejects(logging("raw"), { name: "NoSuchBucket" });
  });
});
