import { GetJobsCommand, GlueClient } from "@aws-sdk/client-glue";
import { CreateAccessKeyCommand, CreateUserCommand, DeleteAccessKeyCommand, type IAMClient } from "@aws-sdk/client-iam";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { AccessKeys } from "../../../local/gateway/access-keys";
import { signatureOf } from "../../../local/gateway/signature";
import { clientConfig, clientsOf, localAws, makeBucket, makeRole, uniqueName } from "../../support/local-aws";
import { sessionConfig } from "../../support/role-session";
import { signed } from "../../support/signed";

/** Who knows a key, but not its secret, is nobody. */
describe("signatures", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let s3: S3Client;
  let iam: IAMClient;
  let bucket: string;

  before(async () => {
    aws = await localAws();
    ({ s3, iam } = clientsOf(aws));
    bucket = await makeBucket(s3, { "a b+c=ü": "a" });
  });

  type Credentials = Awaited<ReturnType<typeof sessionConfig>>["credentials"];
  const clientsAs = (credentials: Credentials) => {
    const config = { ...clientConfig(aws), credentials };
    return {
      s3: () => new S3Client({ ...config, forcePathStyle: true }).send(new GetObjectCommand(object)),
      sts: () => new STSClient(config).send(new GetCallerIdentityCommand({})),
      glue: () => new GlueClient(config).send(new GetJobsCommand({})),
    };
  };
  const object = { Bucket: "", Key: "a b+c=ü" };
  const names = async (credentials: Credentials) => {
    object.Bucket = bucket;
    const answers = Object.values(clientsAs(credentials)).map((call) =>
      call().then(
        () => "",
        (error: Error) => error.name,
      ),
    );
    return Promise.all(answers);
  };

  it("must be made with the key's own secret", async () => {
    const local = { accessKeyId: "local", secretAccessKey: "local", sessionToken: undefined };
    assert.deepEqual(await names(local), ["", "", ""]);
    assert.deepEqual(await names({ ...local, secretAccessKey: "other" }), [
      "SignatureDoesNotMatch",
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
    ]);
  });

  it("of a role's session come with its token", async () => {
    const { credentials } = await sessionConfig(aws, await makeRole(iam));
    assert.deepEqual(await names(credentials), ["", "", ""]);
    const refused = ["InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException"];
    assert.deepEqual(await names({ ...credentials, sessionToken: undefined }), refused);
    assert.deepEqual(await names({ ...credentials, sessionToken: "other" }), refused);
    const wrong = { ...credentials, secretAccessKey: "other" };
    assert.equal((await names(wrong))[0], "SignatureDoesNotMatch");
  });

  it("of a user's key are good until it is deleted", async () => {
    const UserName = uniqueName("user");
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId, SecretAccessKey } = AccessKey!;
    const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: undefined };
    const { Arn } = await clientsAs(credentials).sts();
    assert.match(Arn!, new RegExp(`:user/${UserName}$`));
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    await assert.rejects(clientsAs(credentials).sts(), { name: "InvalidClientTokenId" });
  });

  it("cover the body of all but S3, and the headers and the URL that were signed", async () => {
    const headers = { "x-amz-target": "AWSGlue.GetJobs", "content-type": "application/x-amz-json-1.1" };
    const call = { service: "glue", method: "POST", url: "/", headers };
    const ofOne = await signed(aws, { ...call, body: '{"MaxResults":1}' });
    const post = async (body: string, more = {}) =>
      (await fetch(aws.endpoint, { method: "POST", headers: { ...ofOne, ...more }, body })).status;
    assert.equal(await post('{"MaxResults":1}'), 200);
    assert.equal(await post('{"MaxResults":2}'), 400);
    assert.equal(await post('{"MaxResults":1}', { "x-amz-target": "AWSGlue.GetCrawlers" }), 400);

    const url = `/${bucket}/other?versionId=1`;
    const ofOther = await signed(aws, { service: "s3", method: "GET", url, headers: {} });
    const got = async (path: string) => (await fetch(aws.endpoint + path, { headers: ofOther })).text();
    assert.match(await got(url), /NoSuch/);
    assert.match(await got(`/${bucket}/other?versionId=2`), /SignatureDoesNotMatch/);
  });

  it("of a presigned URL are good for its time, its method and its object", async () => {
    const presigned = async (path: string, signingDate = new Date()) => {
      const { region, credentials } = clientConfig(aws);
      const signer = new SignatureV4({ credentials, region, service: "s3", sha256: Sha256, uriEscapePath: false });
      const { host } = new URL(aws.endpoint);
      const request = new HttpRequest({
        method: "GET",
        path,
        headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
      });
      const { query = {} } = await signer.presign(request, {
        signingDate,
        expiresIn: 60,
        unsignableHeaders: new Set(["x-amz-content-sha256"]),
        unhoistableHeaders: new Set(["x-amz-content-sha256"]),
      });
      return `?${new URLSearchParams(query as Record<string, string>).toString().replace(/\+/g, "%20")}`;
    };
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "given", Body: "given" }));
    const path = `/${bucket}/given`;
    const get = async (url: string, method = "GET") => (await fetch(aws.endpoint + url, { method })).text();
    assert.equal(await get(path + (await presigned(path))), "given");
    assert.match(await get(path + (await presigned(path)), "DELETE"), /SignatureDoesNotMatch/);
    assert.match(await get(`/${bucket}/a` + (await presigned(path))), /SignatureDoesNotMatch/);
    assert.match(await get(path + (await presigned(path, new Date(Date.now() - 61_000)))), /Request has expired/);
  });

  it("are good for a quarter of an hour, and a session until it ends", async () => {
    const keys = new AccessKeys();
    const answer = (Expiration: string) =>
      `<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${Expiration}</Expiration>`;
    const credentials = { accessKeyId: "ASIA", secretAccessKey: "s", sessionToken: "t" };
    const signer = new SignatureV4({ credentials, region: "us-east-1", service: "glue", sha256: Sha256 });
    const verified = async (signingDate: Date) => {
      const request = new HttpRequest({ method: "POST", path: "/", headers: { host: "h" }, body: "{}" });
      const { headers } = await signer.sign(request, { signingDate });
      const head = { method: "POST", url: "/", headers: { ...headers, "x-amz-target": "AWSGlue.GetJobs" } };
      await keys.verify(signatureOf(head)!, head, Buffer.from("{}"));
    };
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    keys.heed("AssumeRole", {}, answer(minutesAgo(-60).toISOString()));
    await verified(minutesAgo(14));
    await assert.rejects(verified(minutesAgo(16)), { name: "InvalidSignatureException" });
    await assert.rejects(verified(minutesAgo(-16)), { name: "InvalidSignatureException" });
    keys.heed("AssumeRole", {}, answer(minutesAgo(1).toISOString()));
    await assert.rejects(verified(new Date()), { name: "ExpiredTokenException" });
  });
});
