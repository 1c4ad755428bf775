import { strict as assert } from "node:assert";
import { MalformedDocumentError, parseDocument, statementName } from "../../../policy/iam/document";

const withStatement = (statement: object) => ({ Version: "2012-10-17", Statement: [statement] });

describe("policy document", () => {
  it("has every element as a list, however it was written", () => {
    const text = JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root", Service: ["glue.amazonaws.com"] },
        Action: "s3:GetObject",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": true }, NumericLessThan: { "s3:max-keys": [10, "20"] } },
      },
    });
    assert.deepEqual(parseDocument(text), {
      version: "2012-10-17",
      statements: [
        {
          sid: undefined,
          effect: "Allow",
          principals: { AWS: ["arn:aws:iam::111122223333:root"], Service: ["glue.amazonaws.com"] },
          notPrincipals: undefined,
          actions: ["s3:GetObject"],
          notActions: [],
          resources: ["*"],
          notResources: [],
          conditions: [
            { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
            { operator: "NumericLessThan", key: "s3:max-keys", values: ["10", "20"] },
          ],
        },
      ],
    });
  });

  it("is of 2008 when it does not say", () => {
    assert.equal(parseDocument({ Statement: [] }).version, "2008-10-17");
  });

  it("takes * as principal for everybody", () => {
    const { statements } = parseDocument(withStatement({ Effect: "Deny", Principal: "*", NotAction: "s3:*" }));
    assert.deepEqual(statements[0].principals, { AWS: ["*"] });
    assert.deepEqual(statements[0].notActions, ["s3:*"]);
  });

  it("takes *:* for every action, as IAM does", () => {
    const { statements } = parseDocument(withStatement({ Effect: "Allow", Action: ["*:*", "*"], Resource: "*" }));
    assert.deepEqual(statements[0].actions, ["*:*", "*"]);
  });

  it("names a statement by its Sid or its place", () => {
    const document = parseDocument({
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: "*" },
        { Effect: "Allow", Action: "*" },
      ],
    });
    assert.deepEqual(
      document.statements.map((statement) => statementName(document, statement)),
      ["statement Read", "statement 2"],
    );
  });

  const wrong: [string, unknown, RegExp][] = [
    ["no JSON", "{", /^expected JSON: /],
    ["a list", [], /^document: .*expected object, received array/],
    [
      "an effect in small letters",
      withStatement({ Effect: "allow", Action: "*" }),
      /Statement\[0\]\.Effect: .*"Allow"/,
    ],
    ["no action", withStatement({ Effect: "Allow" }), /Statement\[0\]: expected either Action or NotAction/],
    ["both actions", withStatement({ Effect: "Allow", Action: "*", NotAction: "*" }), /either Action or NotAction/],
    [
      "an action without service",
      withStatement({ Effect: "Allow", Action: ["s3:*", "GetObject"] }),
      /Action\[1\]: expected SERVICE:ACTION/,
    ],
    [
      "an unknown element",
      withStatement({ Effect: "Allow", Action: "*", Resources: "*" }),
      /Statement\[0\]: .*"Resources"/,
    ],
    ["an empty list of actions", withStatement({ Effect: "Allow", Action: [] }), /Action: expected an action/],
    ["an empty NotAction", withStatement({ Effect: "Allow", NotAction: [] }), /NotAction: expected an action/],
    [
      "a pattern in the place of the service",
      withStatement({ Effect: "Allow", Action: "*:GetObject" }),
      /Action: expected SERVICE:ACTION/,
    ],
    ["an unknown version", { Version: "2020-01-01", Statement: [] }, /Version: /],
    [
      "a value that is an object",
      withStatement({ Effect: "Allow", Action: "*", Condition: { Bool: { a: {} } } }),
      /Condition\.Bool\.a: /,
    ],
  ];
  for (const [what, source, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parseDocument(source),
        (error: Error) =>
          (error instanceof MalformedDocumentError && message.test(error.message)) || assert.fail(error.message),
      );
    });
  }
});
