import { strict as assert } from "node:assert";
import { Context } from "../../../policy/iam/context";
import { arnParts, matches, matchesArn } from "../../../policy/iam/pattern";

const someone = new Context({
  "aws:username": "ann",
  "aws:userid": "AIDA*:x",
  "aws:PrincipalTag/team": "data",
  "aws:TagKeys": ["a", "b"],
});

describe("pattern", () => {
  const cases: [string, string, boolean][] = [
    ["*", "anything/at:all\nin lines", true],
    ["sales/*", "sales/", true],
    ["sales/*", "sales", false],
    ["s?les", "sales", true],
    ["s?les", "sles", false],
    ["a.c", "abc", false],
    ["[ab]|(c)", "[ab]|(c)", true],
    ["home/${aws:username}/*", "home/ann/x", true],
    ["home/${AWS:UserName}/*", "home/bob/x", false],
    ["${aws:PrincipalTag/team}", "data", true],
    ["${aws:userid}", "AIDAnything:x", false],
    ["${aws:userid}", "AIDA*:x", true],
    ["${aws:missing}", "", false],
    ["${aws:missing, 'nobody'}", "nobody", true],
    ["${aws:TagKeys}", "a", false],
    ["${*}${?}${$}", "*?$", true],
    ["${*}", "x", false],
  ];
  for (const [pattern, value, expected] of cases) {
    it(`${pattern} ${expected ? "stands for" : "is not"} ${JSON.stringify(value)}`, () => {
      assert.equal(matches(pattern, value, { variables: someone, wildcards: true }), expected);
    });
  }

  it("knows no variables in documents of 2008", () => {
    assert.ok(matches("home/${aws:username}/*", "home/${aws:username}/x", { wildcards: true }));
    assert.ok(!matches("home/${aws:username}/*", "home/ann/x", { wildcards: true }));
  });

  it("takes wildcards for letters where none are wanted", () => {
    assert.ok(matches("a*", "a*", { wildcards: false }));
    assert.ok(!matches("a*", "ab", { wildcards: false }));
  });
});

describe("pattern of an ARN", () => {
  const cases: [string, string, boolean][] = [
    ["arn:aws:s3:::raw/sales/*", "arn:aws:s3:::raw/sales/a:b/c", true],
    ["arn:aws:s3:::raw/sales/*", "arn:aws:s3:::raw/salesman", false],
    ["arn:aws:s3:::*", "arn:aws:s3:::raw/x", true],
    ["arn:aws:glue:eu-*-1:111122223333:table/*", "arn:aws:glue:eu-west-1:111122223333:table/db/t", true],
    ["arn:aws:glue:e*1:111122223333:table/*", "arn:aws:glue:eu:1:111122223333:table/db/t", false],
    ["arn:aws:iam::*:role/x", "arn:aws:iam::111122223333:role/x", true],
    ["arn:aws:logs:*", "arn:aws:logs:eu-west-1:111122223333:log-group:a:log-stream:b", true],
    ["arn:aws:logs:r:1:log-group:/aws-glue/jobs*", "arn:aws:logs:r:1:log-group:/aws-glue/jobs/out:log-stream:b", true],
    ["arn:*:s3:::raw", "arn:aws-cn:s3:::raw", true],
    ["arn:aws:s3:::${aws:username}", "arn:aws:s3:::ann", true],
    ["arn:aws:s3:::${aws:missing}", "arn:aws:s3:::", false],
    ["arn:aws:s3:::Raw", "arn:aws:s3:::raw", false],
  ];
  for (const [pattern, arn, expected] of cases) {
    it(`${pattern} ${expected ? "stands for" : "is not"} ${arn}`, () => {
      assert.equal(matchesArn(pattern, arn, someone), expected);
    });
  }

  it("has six parts, the last with all its colons", () => {
    assert.deepEqual(arnParts("arn:aws:logs:r:1:log-group:a:*"), ["arn", "aws", "logs", "r", "1", "log-group:a:*"]);
  });
});
