import { strict as assert } from "node:assert";
import { Context } from "../../../policy/iam/context";
import { evaluate, type Policies, type PolicyKind, type Request } from "../../../policy/iam/evaluate";
import {
  OTHER,
  role,
  user,
  root,
  glue,
  nobody,
  request,
  document,
  identity,
  bucket,
  allow,
  elsewhere,
  forRole,
  forSession,
  forAccount,
  forEverybody,
} from "./requests";

describe("evaluation of a request", () => {
  const cases: [string, Request, Policies, boolean, PolicyKind][] = [
    ["nothing allows", request(role), { identity: [] }, false, "identity"],
    ["an identity policy allows", request(role), { identity: [allow] }, true, "identity"],
    ["it allows another prefix", request(role), { identity: [elsewhere] }, false, "identity"],
    [
      "it allows another action",
      request(role, { action: "s3:DeleteObject" }),
      { identity: [allow] },
      false,
      "identity",
    ],
    [
      "an action's case does not count",
      request(role),
      { identity: [identity("Allow", "S3:getobject")] },
      true,
      "identity",
    ],
    ["an explicit deny wins", request(role), { identity: [allow, identity("Deny", "s3:*", "*")] }, false, "identity"],
    [
      "NotAction leaves out what it names",
      request(role),
      { identity: [document({ Effect: "Allow", NotAction: "s3:Get*", Resource: "*" })] },
      false,
      "identity",
    ],
    [
      "NotResource leaves out what it names",
      request(role),
      { identity: [document({ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::raw/hr/*" })] },
      true,
      "identity",
    ],
    [
      "a condition must hold",
      request(role),
      { identity: [identity("Allow", "s3:*", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } })] },
      false,
      "identity",
    ],
    [
      "a resource policy alone is enough in the account",
      request(role),
      { identity: [], resource: [forRole] },
      true,
      "resource",
    ],
    ["it may deny", request(role), { identity: [allow], resource: [bucket("Deny", "*")] }, false, "resource"],
    [
      "it denies over plain HTTP only",
      request(role, { context: new Context({ "aws:SecureTransport": "true" }) }),
      {
        identity: [allow],
        resource: [bucket("Deny", "*", { Condition: { Bool: { "aws:SecureTransport": "false" } } })],
      },
      true,
      "identity",
    ],
    [
      "a deny but for NotPrincipal",
      request(user),
      {
        identity: [allow],
        resource: [
          document({
            Effect: "Deny",
            NotPrincipal: { AWS: role.roleArn },
            Action: "s3:*",
            Resource: "arn:aws:s3:::raw/*",
          }),
        ],
      },
      false,
      "resource",
    ],
    [
      "the account in a resource policy leaves it to identity policies",
      request(role),
      { identity: [], resource: [forAccount] },
      false,
      "identity",
    ],
    ["a boundary lacks it", request(role), { identity: [allow], boundary: elsewhere }, false, "boundary"],
    [
      "a boundary has it",
      request(role),
      { identity: [allow], boundary: identity("Allow", "*", "*") },
      true,
      "identity",
    ],
    [
      "a boundary grants nothing",
      request(role),
      { identity: [], boundary: identity("Allow", "*", "*") },
      false,
      "identity",
    ],
    [
      "a boundary denies",
      request(role),
      { identity: [allow], boundary: identity("Deny", "*", "*") },
      false,
      "boundary",
    ],
    ["a session policy lacks it", request(role), { identity: [allow], session: [elsewhere] }, false, "session"],
    [
      "a boundary limits a grant to the role",
      request(role),
      { identity: [], resource: [forRole], boundary: elsewhere },
      false,
      "boundary",
    ],
    [
      "no boundary limits a grant to the session",
      request(role),
      { identity: [], resource: [forSession], boundary: elsewhere, session: [elsewhere] },
      true,
      "resource",
    ],
    [
      "a boundary limits a grant to everybody",
      request(role),
      { identity: [], resource: [forEverybody], boundary: elsewhere },
      false,
      "boundary",
    ],
    [
      "no boundary limits a grant to the user",
      request(user),
      { identity: [], resource: [bucket("Allow", { AWS: user.arn })], boundary: elsewhere },
      true,
      "resource",
    ],
    [
      "across accounts an identity policy is not enough",
      request(role, { resourceAccount: OTHER }),
      { identity: [allow] },
      false,
      "resource",
    ],
    [
      "nor a resource policy",
      request(role, { resourceAccount: OTHER }),
      { identity: [], resource: [forRole] },
      false,
      "identity",
    ],
    [
      "it takes both",
      request(role, { resourceAccount: OTHER }),
      { identity: [allow], resource: [forAccount] },
      true,
      "identity",
    ],
    [
      "a key's policy must allow too",
      request(role),
      { identity: [allow], resource: [], resourceMustAllow: true },
      false,
      "resource",
    ],
    [
      "a key's policy that hands it to the account",
      request(role),
      { identity: [allow], resource: [forAccount], resourceMustAllow: true },
      true,
      "identity",
    ],
    ["the account itself may do all in it", request(root), { identity: [] }, true, "root"],
    ["but what is denied to it", request(root), { identity: [], resource: [bucket("Deny", "*")] }, false, "resource"],
    ["and nothing in another", request(root, { resourceAccount: OTHER }), { identity: [] }, false, "resource"],
    [
      "a service that a resource policy names",
      request(glue),
      { identity: [], resource: [bucket("Allow", { Service: "glue.amazonaws.com" })] },
      true,
      "resource",
    ],
    [
      "a service that it does not name",
      request(glue),
      { identity: [], resource: [bucket("Allow", { Service: "lambda.amazonaws.com" })] },
      false,
      "resource",
    ],
    [
      "nobody in particular, of a public bucket",
      request(nobody),
      { identity: [], resource: [forEverybody] },
      true,
      "resource",
    ],
    [
      "nobody in particular, of an account's bucket",
      request(nobody),
      { identity: [], resource: [forAccount] },
      false,
      "resource",
    ],
  ];
  for (const [what, asked, policies, allowed, by] of cases) {
    it(what, () => {
      const decision = evaluate(asked, policies);
      assert.deepEqual([decision.allowed, decision.by], [allowed, by]);
    });
  }

  it("puts the request's keys in the place of variables", () => {
    const own = document({
      Effect: "Allow",
      Action: "redshift-data:DescribeStatement",
      Resource: "*",
      Condition: { StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" } },
    });
    const describes = (owner: string) =>
      evaluate(
        request(role, {
          action: "redshift-data:DescribeStatement",
          resource: "*",
          context: new Context({ "aws:userid": "AROAX:run-1", "redshift-data:statement-owner-iam-userid": owner }),
        }),
        { identity: [own] },
      ).allowed;
    assert.deepEqual([describes("AROAX:run-1"), describes("AROAX:run-2")], [true, false]);
  });
});
