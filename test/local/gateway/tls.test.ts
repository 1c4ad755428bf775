import { GetJobCommand, GlueClient } from "@aws-sdk/client-glue";
import {
  CopyObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as https from "node:https";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import * as tls from "node:tls";
import type { LocalAws } from "../../../local/aws";
import { type Certificate, makeCertificate } from "../../../local/gateway/certificate";
import { Gateway } from "../../../local/gateway/gateway";
import { clientConfig, clientsOf, eventually, localAws, makeBucket, PYTHON } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";

describe("gateway over TLS", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let folder: string;
  let other: Certificate;

  before(async () => {
    aws = await localAws();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "certificate-"));
    other = await makeCertificate({ python: PYTHON, folder });
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  /** What a client needs that trusts the gateway's certificate, or another one. */
  function secure({ certificate }: { certificate: string } = aws.secure) {
    const httpsAgent = new https.Agent({ ca: certificate, keepAlive: true });
    return { endpoint: aws.secure.endpoint, requestHandler: { httpsAgent }, forcePathStyle: true };
  }
  const port = () => Number(new URL(aws.secure.endpoint).port);

  it("listens on 127.0.0.1 alone", async () => {
    assert.match(aws.secure.endpoint, /^https:\/\/127\.0\.0\.1:\d+$/);
    const all = Object.values(os.networkInterfaces()).flatMap((addresses = []) => addresses);
    const others = all.map(({ address }) => address).filter((address) => address !== "127.0.0.1");
    // All of 127.0.0.0/8 is this machine on Linux.
    if (process.platform === "linux") others.push("127.0.0.2");
    for (const host of others) {
      const socket = net.connect({ host, port: port() });
      await assert.rejects(once(socket, "connect"), /ECONNREFUSED|EHOSTUNREACH|EADDRNOTAVAIL|EINVAL/, host);
    }
    const socket = net.connect({ host: "127.0.0.1", port: port() });
    await once(socket, "connect");
    socket.destroy();
  });

  it("has a certificate of its own, which nobody trusts who was not told of it", async () => {
    const list = (config: object) =>
      new S3Client({ ...clientConfig(aws), ...config }).send(new ListObjectsV2Command({ Bucket: "none" }));
    await assert.rejects(list({ endpoint: aws.secure.endpoint }), /self-signed certificate/);
    await assert.rejects(list(secure(other)), /self-signed certificate|certificate signature failure/);
    await assert.rejects(list(secure()), { name: "NoSuchBucket" });
    assert.notEqual(other.certificate, aws.secure.certificate);
  });

  it("keeps what it knows of certificates to its user, and no private key in a file", async () => {
    const names = fs.readdirSync(folder);
    assert.deepEqual(names, ["truststore.p12"]);
    for (const file of [other.truststore, aws.secure.truststore]) assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    // A file that was there before does not lend its mode.
    fs.chmodSync(other.truststore, 0o644);
    const again = await makeCertificate({ python: PYTHON, folder });
    assert.equal(fs.statSync(again.truststore).mode & 0o777, 0o600);
    assert.match(again.key, /^-----BEGIN PRIVATE KEY-----/);
    assert.ok(!JSON.stringify(aws.secure).includes("PRIVATE KEY"));
  });

  it("takes signed calls of all services there, as the same callers", async () => {
    const { s3, iam } = clientsOf(aws);
    const Bucket = await makeBucket(s3, { a: "first" });
    const resource = `arn:aws:s3:::${Bucket}/*`;
    const statements = [{ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: resource }];
    const { Arn } = await roleOf(iam, { statements });
    const session = { ...(await sessionConfig(aws, Arn)), ...secure() };
    const asRole = new S3Client(session);
    await asRole.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource: `${Bucket}/a` }));
    const { Body } = await asRole.send(new GetObjectCommand({ Bucket, Key: "b" }));
    assert.equal(await Body?.transformToString(), "first");
    const refusal = /assumed-role\/.* is not authorized to perform: s3:ListBucket/;
    await assert.rejects(asRole.send(new ListObjectsV2Command({ Bucket })), refusal);
    const stranger = { ...session.credentials, secretAccessKey: "other" };
    const wrong = new S3Client({ ...session, credentials: stranger });
    await assert.rejects(wrong.send(new GetObjectCommand({ Bucket, Key: "a" })), { name: "SignatureDoesNotMatch" });
    const glue = new GlueClient({ ...clientConfig(aws), ...secure() });
    await assert.rejects(glue.send(new GetJobCommand({ JobName: "nope" })), { message: "Job nope not found." });
  });

  it("streams a large body both ways", async () => {
    const s3 = new S3Client({ ...clientConfig(aws), ...secure() });
    const Bucket = await makeBucket(clientsOf(aws).s3);
    const data = Buffer.alloc(32 * 2 ** 20, "rows and rows\n");
    await s3.send(new PutObjectCommand({ Bucket, Key: "large", Body: data }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "large" }));
    assert.ok(data.equals(await Body!.transformToByteArray()));
  });

  it("keeps a connection for the next call of S3, whatever the last one was answered", async () => {
    const httpsAgent = new https.Agent({ ca: aws.secure.certificate, keepAlive: true });
    const s3 = new S3Client({ ...clientConfig(aws), ...secure(), requestHandler: { httpsAgent } });
    const Bucket = await makeBucket(clientsOf(aws).s3, { a: "first" });
    const free = () => eventually("a free connection", async () => Object.values(httpsAgent.freeSockets).flat()[0]);
    await s3.send(new ListObjectsV2Command({ Bucket }));
    const connection = await free();
    await s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "second" }));
    assert.equal(await free(), connection);
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "c" })), { name: "NoSuchKey" });
    assert.equal(await free(), connection);
    httpsAgent.destroy();
  });

  it("ends with connections open, in the midst of a handshake too", async () => {
    const place = { motoUrl: "http://127.0.0.1:1", region: "us-east-1", accountId: "1", folder };
    const gateway = new Gateway(place);
    const url = new URL(await gateway.listenSecurely(other));
    const at = { host: url.hostname, port: Number(url.port) };
    const silent = net.connect(at);
    await once(silent, "connect");
    const open = tls.connect({ ...at, ca: other.certificate });
    await once(open, "secureConnect");
    const ended = [silent, open].map((socket) => once(socket.on("error", () => undefined).resume(), "close"));
    await gateway.close();
    await Promise.all(ended);
  });
});
