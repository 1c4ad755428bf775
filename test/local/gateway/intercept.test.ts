import { GetNamespaceCommand, RedshiftServerlessClient } from "@aws-sdk/client-redshift-serverless";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import { makeCertificate } from "../../../local/gateway/certificate";
import { Gateway } from "../../../local/gateway/gateway";
import type { InterceptedCall, Interceptor, Outcome } from "../../../local/gateway/intercept";
import { startMoto } from "../../../local/moto";
import { makeBucket, PYTHON } from "../../support/local-aws";

const nothing: Interceptor = { before: () => Promise.resolve(undefined), after: () => Promise.resolve(undefined) };
const slowDown = { status: 503, body: "<Error><Code>SlowDown</Code><Message>slower</Message></Error>" };

describe("An interceptor of the gateway", function () {
  this.timeout(60_000);
  const closers: (() => Promise<void> | void)[] = [];
  let current: Interceptor;
  let seen: { call: InterceptedCall; outcome?: Outcome }[];
  let done: number;
  let Bucket: string;
  let s3: S3Client;
  /** Of the same, over TLS. */
  let secureS3: S3Client;
  let sts: STSClient;
  let serverless: RedshiftServerlessClient;

  before(async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "intercept-"));
    closers.push(() => fs.rmSync(folder, { recursive: true, force: true }));
    const moto = await startMoto({ python: PYTHON, folder });
    closers.push(() => moto.close());
    current = nothing;
    const intercept: Interceptor = {
      before: (call) => {
        seen.push({ call });
        return current.before(call);
      },
      after: (call, outcome) => {
        seen.find((one) => one.call === call)!.outcome = outcome;
        return current.after(call, outcome);
      },
    };
    seen = [];
    const gateway = new Gateway({
      motoUrl: moto.url,
      region: "us-east-1",
      accountId: "123456789012",
      folder,
      intercept,
    });
    const endpoint = await gateway.listen();
    closers.push(() => gateway.close());
    gateway.add({
      id: "redshift-serverless",
      actions: {
        GetNamespace: ({ input }) => {
          done++;
          return Promise.resolve({ namespace: { namespaceName: input.namespaceName } });
        },
      },
      needs: () => [],
      fallsThroughToMoto: () => false,
      close: () => Promise.resolve(),
    });
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const config = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
    s3 = new S3Client({ ...config, forcePathStyle: true });
    const made = await makeCertificate({ python: PYTHON, folder });
    const requestHandler = { httpsAgent: new https.Agent({ ca: made.certificate }) };
    const secure = { endpoint: await gateway.listenSecurely(made), requestHandler };
    secureS3 = new S3Client({ ...config, ...secure, forcePathStyle: true });
    sts = new STSClient(config);
    serverless = new RedshiftServerlessClient(config);
    Bucket = await makeBucket(s3, { a: "text" });
  });
  after(async () => {
    for (const close of closers.reverse()) await close();
  });
  beforeEach(() => {
    current = nothing;
    seen = [];
    done = 0;
  });

  const get = async (Key = "a") => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
  const put = (Key: string, Body: string, by = s3) => by.send(new PutObjectCommand({ Bucket, Key, Body }));
  const namespace = async () =>
    (await serverless.send(new GetNamespaceCommand({ namespaceName: "shop" }))).namespace?.namespaceName;

  it("sees each call and what became of it, S3's among them", async () => {
    assert.equal(await get(), "text");
    assert.equal(await namespace(), "shop");
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    assert.deepEqual(
      seen.map(({ call, outcome }) => [call.service, call.action, call.caller, call.input, outcome]),
      [
        ["s3", "GET", Arn, undefined, { status: 200 }],
        [
          "redshift-serverless",
          "GetNamespace",
          Arn,
          { namespaceName: "shop" },
          { status: 200, body: { namespace: { namespaceName: "shop" } } },
        ],
        ["sts", "GetCallerIdentity", Arn, undefined, { status: 200 }],
      ],
    );
    assert.match(seen[0].call.url, new RegExp(`^/${Bucket}/a`));
  });

  it("holds a call", async () => {
    let release!: () => void;
    const released = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
    const came = new Promise<void>((resolve) => {
      current = { ...nothing, before: () => (resolve(), released) };
    });
    const name = namespace();
    await came;
    assert.equal(done, 0);
    release();
    assert.equal(await name, "shop");
    assert.equal(done, 1);
  });

  it("answers in a service's stead: nothing is done, and the connection takes the next call", async () => {
    current = { ...nothing, before: () => Promise.resolve(slowDown) };
    await assert.rejects(put("b", "x".repeat(1_000_000)), { name: "SlowDown", message: "slower" });
    current = nothing;
    await assert.rejects(get("b"), { name: "NoSuchKey" });
  });

  it("loses the answer of what was done", async () => {
    current = { ...nothing, after: () => Promise.resolve("reset") };
    await assert.rejects(put("c", "kept"), /socket hang up|ECONNRESET/);
    await assert.rejects(put("d", "kept too", secureS3), /socket hang up|ECONNRESET/);
    await assert.rejects(namespace(), /socket hang up|ECONNRESET/);
    current = nothing;
    assert.equal(await get("c"), "kept");
    assert.equal(await get("d"), "kept too");
    assert.equal(done, 1);
  });

  it("breaks the connection before anything is done", async () => {
    current = { ...nothing, before: () => Promise.resolve("reset") };
    await assert.rejects(namespace(), /socket hang up|ECONNRESET/);
    assert.equal(done, 0);
  });
});
