import { strict as assert } from "node:assert";
import { holds } from "../../../policy/iam/conditions";
import { Context } from "../../../policy/iam/context";

const context = new Context({
  "s3:prefix": "sales/2024/",
  "aws:username": "Ann",
  "s3:max-keys": "100",
  "aws:CurrentTime": "2026-03-01T12:00:00Z",
  "aws:EpochTime": "1772366400",
  "aws:SecureTransport": "true",
  "aws:SourceIp": "10.1.2.3",
  "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:files",
  "aws:TagKeys": ["env", "team"],
  "aws:Ipv6": "2001:db8::7",
});

/** Operator, key, the policy's values, whether it holds. */
const cases: [string, string, string[], boolean][] = [
  ["StringEquals", "aws:username", ["Bob", "Ann"], true],
  ["StringEquals", "aws:username", ["ann"], false],
  ["StringEquals", "aws:username", ["A*"], false],
  ["StringEquals", "AWS:UserName", ["Ann"], true],
  ["StringEquals", "aws:username", ["${aws:username}"], true],
  ["StringNotEquals", "aws:username", ["Bob", "Ann"], false],
  ["StringNotEquals", "aws:username", ["Bob"], true],
  ["StringEqualsIgnoreCase", "aws:username", ["ANN"], true],
  ["StringNotEqualsIgnoreCase", "aws:username", ["ANN"], false],
  ["StringLike", "s3:prefix", ["sales/*"], true],
  ["StringLike", "s3:prefix", ["sales"], false],
  ["StringNotLike", "s3:prefix", ["sales/*"], false],
  ["NumericEquals", "s3:max-keys", ["100.0"], true],
  ["NumericNotEquals", "s3:max-keys", ["100"], false],
  ["NumericLessThan", "s3:max-keys", ["100"], false],
  ["NumericLessThanEquals", "s3:max-keys", ["100"], true],
  ["NumericGreaterThan", "s3:max-keys", ["99"], true],
  ["NumericGreaterThanEquals", "s3:max-keys", ["101"], false],
  ["NumericEquals", "aws:username", ["0"], false],
  ["DateGreaterThan", "aws:CurrentTime", ["2026-03-01T11:59:59Z"], true],
  ["DateLessThan", "aws:CurrentTime", ["2026-03-01T11:59:59Z"], false],
  ["DateEquals", "aws:EpochTime", ["2026-03-01T12:00:00Z"], true],
  ["DateNotEquals", "aws:CurrentTime", ["2026-03-01"], true],
  ["DateLessThanEquals", "aws:CurrentTime", ["2026-03-02"], true],
  ["DateGreaterThanEquals", "aws:CurrentTime", ["2026-03-02"], false],
  ["Bool", "aws:SecureTransport", ["true"], true],
  ["Bool", "aws:SecureTransport", ["false"], false],
  ["BinaryEquals", "aws:username", ["Ann"], true],
  ["IpAddress", "aws:SourceIp", ["10.1.0.0/16"], true],
  ["IpAddress", "aws:SourceIp", ["10.1.2.3"], true],
  ["IpAddress", "aws:SourceIp", ["10.2.0.0/16", "2001:db8::/32"], false],
  ["IpAddress", "aws:Ipv6", ["2001:db8::/32"], true],
  ["NotIpAddress", "aws:SourceIp", ["10.1.0.0/16"], false],
  ["NotIpAddress", "aws:SourceIp", ["10.2.0.0/16"], true],
  ["ArnEquals", "aws:SourceArn", ["arn:aws:sns:*:111122223333:files"], true],
  ["ArnLike", "aws:SourceArn", ["arn:aws:sns:eu-west-1:*:fil?s"], true],
  ["ArnLike", "aws:SourceArn", ["arn:aws:sqs:*:*:files"], false],
  ["ArnNotEquals", "aws:SourceArn", ["arn:aws:sns:*:111122223333:files"], false],
  ["ArnNotLike", "aws:SourceArn", ["arn:aws:sqs:*:*:*"], true],
  ["Null", "aws:username", ["false"], true],
  ["Null", "aws:username", ["true"], false],
  ["Null", "aws:missing", ["true"], true],
  ["Null", "aws:missing", ["false"], false],
  // Without the key a positive test fails, a negative one holds, and IfExists always does.
  ["StringEquals", "aws:missing", ["x"], false],
  ["StringNotEquals", "aws:missing", ["x"], true],
  ["NotIpAddress", "aws:missing", ["10.0.0.0/8"], true],
  ["StringEqualsIfExists", "aws:missing", ["x"], true],
  ["StringEqualsIfExists", "aws:username", ["x"], false],
  ["BoolIfExists", "aws:missing", ["true"], true],
  ["ForAllValues:StringEquals", "aws:TagKeys", ["env", "team", "owner"], true],
  ["ForAllValues:StringEquals", "aws:TagKeys", ["env"], false],
  ["ForAllValues:StringEquals", "aws:missing", ["env"], true],
  ["ForAllValues:StringNotEquals", "aws:TagKeys", ["owner"], true],
  ["ForAllValues:StringNotEquals", "aws:TagKeys", ["team"], false],
  ["ForAnyValue:StringEquals", "aws:TagKeys", ["team"], true],
  ["ForAnyValue:StringEquals", "aws:TagKeys", ["owner"], false],
  ["ForAnyValue:StringEquals", "aws:missing", ["owner"], false],
  ["ForAnyValue:StringNotEquals", "aws:TagKeys", ["team"], true],
  ["ForAnyValue:StringNotEquals", "aws:TagKeys", ["team", "env"], false],
  ["ForAnyValue:StringNotEquals", "aws:missing", ["team"], false],
  ["ForAnyValue:StringLikeIfExists", "aws:missing", ["team"], true],
];

describe("condition", () => {
  for (const [operator, key, values, expected] of cases) {
    it(`${operator} ${key} ${values.join(", ")} ${expected ? "holds" : "does not hold"}`, () => {
      assert.equal(holds({ operator, key, values }, context, context), expected);
    });
  }

  for (const operator of ["StringIs", "NullIfExists", "ForAnyValue:Null", "toString", "ForSome:StringEquals", ""]) {
    it(`refuses ${operator || "no operator"}`, () => {
      assert.throws(() => holds({ operator, key: "aws:username", values: ["x"] }, context), {
        message: `IAM knows no condition operator ${operator}`,
      });
    });
  }
});
