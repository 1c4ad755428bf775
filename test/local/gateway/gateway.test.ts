import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import {
  CreateDatabaseCommand,
  GetDatabaseCommand,
  GetJobCommand,
  GlueClient,
  ResetJobBookmarkCommand,
} from "@aws-sdk/client-glue";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { PassThrough, type Readable } from "node:stream";
import type { Call } from "../../../local/gateway/calls";
import type { LocalAws } from "../../../local/aws";
import {
  clientConfig,
  clientsOf,
  eventually,
  localAws,
  makeBucket,
  makeRole,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";
import { signed } from "../../support/signed";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("gateway", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let clients: TestClients;

  before(async () => {
    aws = await localAws();
    clients = clientsOf(aws);
  });

  interface Answer {
    status: number;
    headers: http.IncomingHttpHeaders;
    body: string;
  }

  /** Sends a request as it is: what SDKs would not send, or would hide in the answer. */
  async function send(
    method: string,
    url: string,
    unsigned: Record<string, string>,
    { service, body = "", agent }: { service?: string; body?: string; agent?: http.Agent },
  ): Promise<Answer> {
    const headers = service ? await signed(aws, { service, method, url, headers: unsigned, body }) : unsigned;
    return new Promise((resolve, reject) => {
      const request = http.request(`${aws.endpoint}${url}`, { method, headers, agent }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      request.on("error", reject).end(body);
    });
  }

  function glue(action: string, body: string, agent?: http.Agent): Promise<Answer> {
    const headers = { "x-amz-target": `AWSGlue.${action}`, "content-type": "application/x-amz-json-1.1" };
    return send("POST", "/", headers, { service: "glue", body, agent });
  }

  function recorded(matches: (call: Call) => boolean): Promise<Call> {
    return eventually("the record of a call", async () => aws.calls.recent().findLast(matches));
  }

  it("answers an error in the shape of AWS JSON 1.1", async () => {
    const { status, headers, body } = await glue("GetJob", '{"JobName": "nope"}');
    assert.equal(status, 400);
    assert.equal(headers["content-type"], "application/x-amz-json-1.1");
    assert.equal(headers["x-amzn-errortype"], "EntityNotFoundException");
    assert.match(headers["x-amzn-requestid"] as string, /^[0-9a-f-]{36}$/);
    assert.deepEqual(JSON.parse(body), { __type: "EntityNotFoundException", message: "Job nope not found." });
  });

  it("says that an action is not emulated", async () => {
    await assert.rejects(clients.glue.send(new ResetJobBookmarkCommand({ JobName: "j" })), {
      name: "UnknownOperationException",
      message: "glue:ResetJobBookmark is not emulated on the local AWS (docs/local.md lists what is)",
    });
    const { status, body } = await glue("constructor", "{}");
    assert.deepEqual([status, JSON.parse(body).__type], [400, "UnknownOperationException"]);
  });

  it("refuses what moto only pretends to do, in the service's own protocol", async () => {
    const cluster = { service: "rds", body: "Action=CreateDBCluster&Version=2014-10-31" };
    const { status, body } = await send("POST", "/", FORM, cluster);
    assert.equal(status, 400);
    assert.match(
      body,
      /<Code>UnknownOperationException<\/Code><Message>rds:CreateDBCluster is not emulated on the local AWS/,
    );
  });

  it("names a body that is not JSON, and an unsigned call", async () => {
    assert.match((await glue("GetJob", "{")).body, /SerializationException/);
    const { status, body } = await send("POST", "/", { "x-amz-target": "AWSGlue.GetJob" }, { body: "{}" });
    assert.deepEqual([status, JSON.parse(body).__type], [403, "MissingAuthenticationTokenException"]);
  });

  it("hands the catalog's calls on to moto", async () => {
    const Name = uniqueName("db").replace("-", "_");
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
    assert.equal((await clients.glue.send(new GetDatabaseCommand({ Name }))).Database?.Name, Name);
  });

  it("serves different services over one kept connection", async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = await glue("GetJobs", "{}", agent);
    const identity = "Action=GetCallerIdentity&Version=2011-06-15";
    const second = await send("POST", "/", FORM, { service: "sts", body: identity, agent });
    const third = await send("GET", "/no-such-bucket-here", {}, { service: "s3", agent });
    agent.destroy();
    assert.deepEqual([first.status, second.status, third.status], [200, 200, 404]);
    assert.match(second.body, /<Arn>/);
  });

  it("streams a large body both ways, with its metadata", async () => {
    const size = 64 * 2 ** 20;
    const Bucket = await makeBucket(clients.s3);
    const data = Buffer.alloc(size, "rows and rows\n");
    await clients.s3.send(
      new PutObjectCommand({ Bucket, Key: "large", Body: data, ContentType: "text/plain", Metadata: { rows: "5" } }),
    );
    const { ContentLength, ContentType, Metadata } = await clients.s3.send(
      new HeadObjectCommand({ Bucket, Key: "large" }),
    );
    assert.deepEqual([ContentLength, ContentType, Metadata], [size, "text/plain", { rows: "5" }]);
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key: "large" }));
    const hash = createHash("sha256");
    for await (const chunk of Body as Readable) hash.update(chunk as Buffer);
    assert.equal(hash.digest("hex"), createHash("sha256").update(data).digest("hex"));
  });

  it("passes on a body in chunks and Expect: 100-continue", async () => {
    const Bucket = await makeBucket(clients.s3);
    const url = `/${Bucket}/chunked`;
    const unsigned = { expect: "100-continue", "transfer-encoding": "chunked" };
    const headers = await signed(aws, { service: "s3", method: "PUT", url, headers: unsigned });
    const status = await new Promise<number>((resolve, reject) => {
      const request = http.request(aws.endpoint + url, { method: "PUT", headers });
      request.on("response", (response) => resolve(response.resume().statusCode ?? 0)).on("error", reject);
      const source = new PassThrough();
      // moto says it twice.
      request.once("continue", () => source.pipe(request));
      source.write("first ");
      source.end("second");
    });
    assert.equal(status, 200);
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key: "chunked" }));
    assert.equal(await Body?.transformToString(), "first second");
  });

  it("records who called what, in memory and in the file", async () => {
    const RoleArn = await makeRole(clients.iam);
    const sts = new STSClient(clientConfig(aws));
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "session" }));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
    const asRole = new GlueClient({ ...clientConfig(aws), credentials });
    await assert.rejects(asRole.send(new GetJobCommand({ JobName: "nope" })));
    const caller = `arn:aws:sts::${aws.accountId}:assumed-role/${RoleArn.split("/")[1]}/session`;
    const call = await recorded((one) => one.caller === caller);
    assert.deepEqual([call.service, call.action, call.status], ["glue", "GetJob", 400]);
    assert.ok(call.ms >= 0 && Date.parse(call.time) <= Date.now());
    await sts.send(new GetCallerIdentityCommand({}));
    await recorded((one) => one.service === "sts" && one.action === "GetCallerIdentity");
    const file = path.join(aws.folder, "calls.jsonl");
    await eventually("the line in the file", async () =>
      fs.readFileSync(file, "utf8").includes(JSON.stringify(call)) ? true : undefined,
    );
  });
});
