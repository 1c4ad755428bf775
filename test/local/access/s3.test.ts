import { strict as assert } from "node:assert";
import { needToSeeAbsence, s3Needs, s3Request } from "../../../local/access/s3";

const needs = (line: string, headers: Record<string, string> = {}, deleted?: string[]) => {
  const [method, url] = line.split(" ");
  return s3Needs(s3Request({ method, url, headers }), deleted)?.map(({ action, resources }) => [action, ...resources]);
};
const raw = "arn:aws:s3:::raw";
const object = `${raw}/sales/a.csv`;

describe("what a request to S3 needs", () => {
  const cases: [string, string[][] | undefined][] = [
    ["GET /", [["s3:ListAllMyBuckets", "*"]]],
    ["GET /raw", [["s3:ListBucket", raw]]],
    ["GET /raw/?list-type=2&prefix=sales%2F", [["s3:ListBucket", raw]]],
    ["HEAD /raw", [["s3:ListBucket", raw]]],
    ["PUT /raw", [["s3:CreateBucket", raw]]],
    ["DELETE /raw", [["s3:DeleteBucket", raw]]],
    ["GET /raw?location", [["s3:GetBucketLocation", raw]]],
    ["GET /raw?versioning", [["s3:GetBucketVersioning", raw]]],
    ["PUT /raw?policy", [["s3:PutBucketPolicy", raw]]],
    ["DELETE /raw?policy", [["s3:PutBucketPolicy", raw]]],
    ["GET /raw?versions&prefix=a", [["s3:ListBucketVersions", raw]]],
    ["GET /raw?uploads", [["s3:ListBucketMultipartUploads", raw]]],
    ["GET /raw/sales/a.csv", [["s3:GetObject", object]]],
    ["HEAD /raw/sales/a.csv", [["s3:GetObject", object]]],
    ["GET /raw/sales/a.csv?versionId=7", [["s3:GetObjectVersion", object]]],
    ["GET /raw/sales/a.csv?tagging", [["s3:GetObjectTagging", object]]],
    ["PUT /raw/sales/a.csv?x-id=PutObject", [["s3:PutObject", object]]],
    ["POST /raw/sales/a.csv?uploads", [["s3:PutObject", object]]],
    ["PUT /raw/sales/a.csv?partNumber=1&uploadId=u", [["s3:PutObject", object]]],
    ["POST /raw/sales/a.csv?uploadId=u", [["s3:PutObject", object]]],
    ["DELETE /raw/sales/a.csv?uploadId=u", [["s3:AbortMultipartUpload", object]]],
    ["GET /raw/sales/a.csv?uploadId=u", [["s3:ListMultipartUploadParts", object]]],
    ["DELETE /raw/sales/a.csv", [["s3:DeleteObject", object]]],
    ["DELETE /raw/sales/a.csv?versionId=7", [["s3:DeleteObjectVersion", object]]],
    ["GET /raw/a%20%2B%C3%BC.csv", [["s3:GetObject", `${raw}/a +ü.csv`]]],
    ["POST /raw/sales/a.csv?select&select-type=2", undefined],
  ];
  for (const [line, expected] of cases) {
    it(line, () => assert.deepEqual(needs(line), expected));
  }

  it("to delete several objects at once: each of them", () => {
    assert.deepEqual(needs("POST /raw?delete", {}, ["a", "b/c"]), [["s3:DeleteObject", `${raw}/a`, `${raw}/b/c`]]);
    assert.deepEqual(needs("POST /raw?delete", {}, []), [["s3:DeleteObject", `${raw}/*`]]);
  });

  it("to copy: to read there, to write here", () => {
    assert.deepEqual(needs("PUT /raw/sales/a.csv", { "x-amz-copy-source": "/other/x%20y.csv?versionId=1" }), [
      ["s3:GetObject", "arn:aws:s3:::other/x y.csv"],
      ["s3:PutObject", object],
    ]);
  });

  it("with the bucket in the host", () => {
    assert.deepEqual(needs("GET /sales/a.csv", { host: "raw.s3.us-east-1.amazonaws.com" }), [["s3:GetObject", object]]);
  });

  it("to write has what it says of encryption, ACL, class and source as condition keys", () => {
    const given = {
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:123456789012:key/k",
      "x-amz-acl": "private",
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-copy-source": "/other/x.csv",
    };
    const request = { method: "PUT", url: "/raw/sales/a.csv", headers: { ...given, "x-amz-meta-a": "b" } };
    const written = s3Needs(s3Request(request))?.find(({ action }) => action === "s3:PutObject");
    assert.deepEqual(
      written?.context,
      Object.fromEntries(Object.entries(given).map(([name, value]) => [`s3:${name}`, value])),
    );
    const [plain] = s3Needs(s3Request({ ...request, headers: {} }))!;
    assert.deepEqual(plain.context, {});
    const [old] = s3Needs(s3Request({ method: "GET", url: "/raw/a?versionId=7", headers: {} }))!;
    assert.deepEqual(old.context, { "s3:VersionId": "7" });
  });

  it("to list has prefix and delimiter as condition keys", () => {
    const [need] = s3Needs(s3Request({ method: "GET", url: "/raw?prefix=sales%2F&delimiter=%2F", headers: {} }))!;
    assert.deepEqual(need.context, { "s3:prefix": "sales/", "s3:delimiter": "/", "s3:max-keys": undefined });
  });

  it("to hear that an object is not there: to list the bucket by its key", () => {
    const absence = (line: string) => {
      const [method, url] = line.split(" ");
      return needToSeeAbsence(s3Request({ method, url, headers: {} }))?.context;
    };
    assert.deepEqual(absence("HEAD /raw/sales/a.csv"), { "s3:prefix": "sales/a.csv" });
    assert.equal(absence("PUT /raw/sales/a.csv"), undefined);
    assert.equal(absence("GET /raw"), undefined);
  });
});
