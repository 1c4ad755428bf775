import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLoggingCommand,
  type LoggingEnabled,
  type ObjectOwnership,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { clientsOf, localAws, makeBucket, uniqueName } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";
import { signed } from "../../support/signed";

describe("bucket logging", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let s3: S3Client;
  before(async () => {
    aws = await localAws();
    ({ s3 } = clientsOf(aws));
  });

  const put = (Bucket: string, LoggingEnabled?: LoggingEnabled) =>
    s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
  const shown = async (Bucket: string) => (await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled;
  const refused = (name: string, message: RegExp) => (error: Error) =>
    error.name === name && message.test(error.message);

  async function pair(): Promise<{ source: string; logs: LoggingEnabled }> {
    const [source, TargetBucket] = [await makeBucket(s3), await makeBucket(s3)];
    return { source, logs: { TargetBucket, TargetPrefix: "" } };
  }

  it("is none at first, then as it was put, until an empty one is put", async () => {
    const { source, logs } = await pair();
    assert.equal(await shown(source), undefined);
    const all: LoggingEnabled[] = [
      logs,
      { ...logs, TargetPrefix: `a & <b>/${source}/` },
      { ...logs, TargetObjectKeyFormat: { SimplePrefix: {} } },
      { ...logs, TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: "EventTime" } } },
      { ...logs, TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: "DeliveryTime" } } },
    ];
    for (const one of all) {
      await put(source, one);
      assert.deepEqual(await shown(source), one);
    }
    await put(source);
    assert.equal(await shown(source), undefined);
  });

  it("does not ask whether the logs may be put there, as S3 does not: that shows in that there are none", async () => {
    const { source, logs } = await pair();
    const Statement = [
      { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `arn:aws:s3:::${logs.TargetBucket}/*` },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await s3.send(new PutBucketPolicyCommand({ Bucket: logs.TargetBucket, Policy }));
    await put(source, logs);
    assert.deepEqual(await shown(source), logs);
  });

  it("goes with its bucket", async () => {
    const { source: Bucket, logs } = await pair();
    await put(Bucket, logs);
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await assert.rejects(shown(Bucket), { name: "NoSuchBucket" });
    await s3.send(new CreateBucketCommand({ Bucket }));
    assert.equal(await shown(Bucket), undefined);
  });

  it("is refused where one of the buckets is not there, or lies elsewhere", async () => {
    const { source, logs } = await pair();
    await assert.rejects(put(uniqueName("missing"), logs), { name: "NoSuchBucket" });
    await assert.rejects(
      put(source, { ...logs, TargetBucket: uniqueName("missing") }),
      refused("InvalidTargetBucketForLogging", /^The target bucket for logging does not exist$/),
    );
    const TargetBucket = uniqueName("far");
    const CreateBucketConfiguration = { LocationConstraint: "us-west-2" } as const;
    await s3.send(new CreateBucketCommand({ Bucket: TargetBucket, CreateBucketConfiguration }));
    await assert.rejects(
      put(source, { ...logs, TargetBucket }),
      refused("CrossLocationLoggingProhibitted", /^Cross S3 location logging not allowed/),
    );
    assert.equal(await shown(source), undefined);
  });

  it("takes grants only where the log bucket has ACLs", async () => {
    const { source, logs } = await pair();
    const own = (ObjectOwnership: ObjectOwnership) =>
      s3.send(
        new PutBucketOwnershipControlsCommand({
          Bucket: logs.TargetBucket,
          OwnershipControls: { Rules: [{ ObjectOwnership }] },
        }),
      );
    const Grantee = { Type: "Group", URI: "http://acs.amazonaws.com/groups/s3/LogDelivery" } as const;
    const granting: LoggingEnabled = { ...logs, TargetGrants: [{ Grantee, Permission: "READ" }] };
    const noGrants = refused("AccessControlListNotSupported", /^Target grants not allowed for bucket owner enforced/);
    await assert.rejects(put(source, granting), noGrants);
    await own("BucketOwnerEnforced");
    await assert.rejects(put(source, granting), noGrants);
    await own("BucketOwnerPreferred");
    await put(source, granting);
    assert.deepEqual(await shown(source), granting);
  });

  it("is refused as malformed where a part is missing or there is too much", async () => {
    const { source, logs } = await pair();
    const target = `<TargetBucket>${logs.TargetBucket}</TargetBucket>`;
    const both = "<SimplePrefix/><PartitionedPrefix/>";
    for (const wrong of [
      "nothing",
      "<BucketLoggingStatus><LoggingEnabled/></BucketLoggingStatus>",
      `<BucketLoggingStatus><LoggingEnabled>${target}</LoggingEnabled></BucketLoggingStatus>`,
      `<BucketLoggingStatus><LoggingEnabled>${target}<TargetPrefix/><TargetObjectKeyFormat>${both}</TargetObjectKeyFormat></LoggingEnabled></BucketLoggingStatus>`,
      `<BucketLoggingStatus><LoggingEnabled>${target}<TargetPrefix/><TargetObjectKeyFormat/></LoggingEnabled></BucketLoggingStatus>`,
    ]) {
      const [method, url] = ["PUT", `/${source}?logging`];
      const headers = await signed(aws, { service: "s3", method, url, headers: {}, body: wrong });
      const answer = await fetch(aws.endpoint + url, { method, headers, body: wrong });
      assert.deepEqual([answer.status, /<Code>(.*?)</.exec(await answer.text())?.[1]], [400, "MalformedXML"], wrong);
    }
    assert.equal(await shown(source), undefined);
  });

  it("is for those who may change it", async () => {
    const { source, logs } = await pair();
    const Resource = `arn:aws:s3:::${source}`;
    const as = async (...Action: string[]) => {
      const { Arn } = await roleOf(clientsOf(aws).iam, { statements: [{ Effect: "Allow", Action, Resource }] });
      return new S3Client({ ...(await sessionConfig(aws, Arn)), forcePathStyle: true });
    };
    const status = { Bucket: source, BucketLoggingStatus: { LoggingEnabled: logs } };
    const reader = await as("s3:GetBucketLogging");
    await assert.rejects(reader.send(new PutBucketLoggingCommand(status)), { name: "AccessDenied" });
    await (await as("s3:PutBucketLogging")).send(new PutBucketLoggingCommand(status));
    assert.deepEqual((await reader.send(new GetBucketLoggingCommand({ Bucket: source }))).LoggingEnabled, logs);
  });
});
