import { strict as assert } from "node:assert";
import { noInvertedAllow } from "../../../../policy/rules/iam-least-privilege/no-inverted-allow";
import { findings } from "../../support/findings";
import { inOurOwn } from "../own";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-raw/*" };
const assume = { Effect: "Allow", Action: "sts:AssumeRole" };
const ann = "arn:aws:iam::111122223333:user/ann";
const ben = "arn:aws:iam::111122223333:user/ben";

describe("no-inverted-allow", () => {
  inOurOwn(noInvertedAllow);

  findings(noInvertedAllow, {
    "NotAction is found": [
      { Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::acme-raw/*" },
      ["allows every action but iam:*"],
    ],
    "with every action that it names": [
      { Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "arn:aws:s3:::acme-raw/*" },
      ["allows every action but iam:*, sts:*"],
    ],
    "NotResource is found": [
      { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::acme-hr/*" },
      ["allows on every resource but arn:aws:s3:::acme-hr/*"],
    ],
    "both are two findings": [
      { Effect: "Allow", NotAction: "iam:*", NotResource: ["arn:aws:s3:::acme-hr", "arn:aws:s3:::acme-hr/*"] },
      ["allows every action but iam:*", "allows on every resource but arn:aws:s3:::acme-hr, arn:aws:s3:::acme-hr/*"],
    ],
    "a condition does not turn it round": [
      { Effect: "Allow", NotAction: "iam:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
      ["allows every action but iam:*"],
    ],
    "Action and Resource are fine": [allow, []],
    "a Deny may be inverted": [{ Effect: "Deny", NotAction: "s3:*", NotResource: "arn:aws:s3:::acme-raw/*" }, []],
  });

  describe("in a trust policy", () => {
    findings(
      noInvertedAllow,
      {
        "NotPrincipal is found": [{ ...assume, NotPrincipal: { AWS: ann } }, [`allows everybody but ${ann}`]],
        "with everybody that it names": [
          { ...assume, NotPrincipal: { AWS: [ann, ben], Service: "glue.amazonaws.com" } },
          [`allows everybody but ${ann}, ${ben}, glue.amazonaws.com`],
        ],
        "Principal is fine": [{ ...assume, Principal: { Service: "glue.amazonaws.com" } }, []],
        "a Deny may be inverted": [{ ...assume, Effect: "Deny", NotPrincipal: { AWS: ann } }, []],
      },
      "trust",
    );
  });

  describe("in the policy of a VPC endpoint", () => {
    findings(
      noInvertedAllow,
      {
        "NotAction is found": [
          { ...allow, Action: undefined, Principal: "*", NotAction: "s3:Delete*" },
          ["allows every action but s3:Delete*"],
        ],
      },
      "endpoint",
    );

    it("is looked at", () => assert.ok(noInvertedAllow.documents?.includes("endpoint")));
  });

  describe("in a resource policy", () => {
    findings(
      noInvertedAllow,
      {
        "NotPrincipal is found": [{ ...allow, NotPrincipal: "*" }, ["allows everybody but *"]],
        "all three are three findings": [
          {
            Effect: "Allow",
            NotPrincipal: { AWS: ann },
            NotAction: "s3:Delete*",
            NotResource: "arn:aws:s3:::acme-hr/*",
          },
          [
            "allows every action but s3:Delete*",
            "allows on every resource but arn:aws:s3:::acme-hr/*",
            `allows everybody but ${ann}`,
          ],
        ],
        "Principal is fine": [{ ...allow, Principal: { AWS: ann } }, []],
      },
      "resource",
    );
  });
});
