import { noOpenTrust } from "../../../../policy/rules/iam-least-privilege/no-open-trust";
import { findings } from "../../support/findings";
import { inOurOwn } from "../own";

const own = "111122223333";
const other = "444455556666";
const root = (account: string) => `arn:aws:iam::${account}:root`;
const assume = (Principal: unknown, Condition?: object) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...(Condition && { Condition }),
});
const byOther = (Condition: object) => assume({ AWS: root(other) }, Condition);
const letsOtherIn = [`lets ${root(other)} in without a condition`];

const github = `arn:aws:iam::${own}:oidc-provider/token.actions.githubusercontent.com`;
const byGithub = (claims: object) => assume({ Federated: github }, { StringEquals: claims });
const saml = `arn:aws:iam::${own}:saml-provider/acme`;

const read = (Principal: unknown, Condition?: object) => ({
  ...assume(Principal, Condition),
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::acme-raw/*",
});

describe("no-open-trust", () => {
  inOurOwn(noOpenTrust);

  describe("in a trust policy", () => {
    findings(
      noOpenTrust,
      {
        "everybody is found": [assume("*"), ["lets everybody in"]],
        "in an object, too": [assume({ AWS: "*" }), ["lets everybody in"]],
        "another account is": [assume({ AWS: root(other) }), letsOtherIn],
        "by its number": [assume({ AWS: other }), [`lets ${other} in without a condition`]],
        "a role of it is": [
          assume({ AWS: `arn:aws:iam::${other}:role/etl` }),
          [`lets arn:aws:iam::${other}:role/etl in without a condition`],
        ],
        "a session of it is": [
          assume({ AWS: `arn:aws:sts::${other}:assumed-role/etl/run` }),
          [`lets arn:aws:sts::${other}:assumed-role/etl/run in without a condition`],
        ],
        "who is known by an id is of no known account": [
          assume({ AWS: "AIDACKCEVSQ6C2EXAMPLE" }),
          ["lets AIDACKCEVSQ6C2EXAMPLE in without a condition"],
        ],
        "in a list, each of them": [assume({ AWS: ["*", root(other)] }), ["lets everybody in", ...letsOtherIn]],
        "every service is": [assume({ Service: "*" }), ["lets every service in: *"]],
        "a pattern of services is": [
          assume({ Service: ["glue.amazonaws.com", "*.amazonaws.com"] }),
          ["lets every service in: *.amazonaws.com"],
        ],
        "a service is fine": [assume({ Service: ["glue.amazonaws.com", "redshift.amazonaws.com"] }), []],
        "an identity provider is not": [
          assume({ Federated: [github, saml] }),
          [`lets every user of ${github} in`, `lets every user of ${saml} in`],
        ],
        "a Deny may name everybody": [{ ...assume("*"), Effect: "Deny" }, []],
        "NotPrincipal is another rule's business": [
          { Effect: "Allow", NotPrincipal: { AWS: root(own) }, Action: "sts:AssumeRole" },
          [],
        ],
      },
      "trust",
    );
  });

  describe("in a resource policy", () => {
    findings(
      noOpenTrust,
      {
        "everybody is found": [read("*"), ["lets everybody in"]],
        "an S3 user is, by the begin of its id": [
          read({ CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" }),
          ["lets the S3 user 79a59df9... in without a condition"],
        ],
        "everybody of an organisation is fine": [read("*", { StringEquals: { "aws:PrincipalOrgID": "o-acme" } }), []],
        "an account is, where it is not told which are one's own": [read({ AWS: root(other) }), []],
        "where it is, another is found": [read({ AWS: root(other) }), letsOtherIn, { ownAccounts: [own] }],
        "and one's own is not": [read({ AWS: [root(own), own] }), [], { ownAccounts: [own] }],
      },
      "resource",
    );
  });

  describe("with accounts of one's own", () => {
    findings(
      noOpenTrust,
      {
        "they are trusted": [
          assume({ AWS: [root(own), own, `arn:aws:iam::${own}:role/etl`] }),
          [],
          { ownAccounts: [own] },
        ],
        "others are not": [assume({ AWS: root(other) }), letsOtherIn, { ownAccounts: [own] }],
        "nor is everybody": [assume("*"), ["lets everybody in"], { ownAccounts: [own] }],
        "without the setting, none is": [assume({ AWS: root(own) }), [`lets ${root(own)} in without a condition`]],
      },
      "trust",
    );
  });

  describe("with a condition", () => {
    findings(
      noOpenTrust,
      {
        "on an external id it is fine": [byOther({ StringEquals: { "sts:ExternalId": "acme" } }), []],
        "on the organisation": [byOther({ StringEquals: { "aws:PrincipalOrgID": "o-acme" } }), []],
        "on the account on whose behalf": [byOther({ StringEquals: { "aws:SourceAccount": own } }), []],
        "on the ARN": [byOther({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${other}:role/etl-*` } }), []],
        "on the address": [byOther({ IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }), []],
        ...Object.fromEntries(
          ["aws:SourceOwner", "aws:SourceOrgID", "aws:VpceAccount", "aws:VpceOrgID"].map((key) => [
            `on ${key}`,
            [byOther({ StringEquals: { [key]: "acme" } }), []],
          ]),
        ),
        ...Object.fromEntries(
          ["aws:SourceOrgPaths", "aws:VpceOrgPaths"].map((key) => [
            `on ${key}`,
            [byOther({ "ForAnyValue:StringLike": { [key]: "o-acme/*" } }), []],
          ]),
        ),
        "not on a key that only begins alike": [byOther({ StringEquals: { "aws:SourceOwners": "acme" } }), letsOtherIn],
        "on one of several values": [
          byOther({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-acme/*" } }),
          [],
        ],
        "the case of its key does not count": [byOther({ StringEquals: { "AWS:principalorgid": "o-acme" } }), []],
        "one that narrows is enough": [
          byOther({ Bool: { "aws:SecureTransport": "true" }, StringEquals: { "sts:ExternalId": "acme" } }),
          [],
        ],
        "on something else it is found": [byOther({ Bool: { "aws:MultiFactorAuthPresent": "true" } }), letsOtherIn],
        "on a tag that the other account sets": [
          byOther({ StringEquals: { "aws:PrincipalTag/team": "etl" } }),
          letsOtherIn,
        ],
        negated: [
          byOther({ StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::444455556666:user/ann" } }),
          letsOtherIn,
        ],
        "negated on the address": [byOther({ NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } }), letsOtherIn],
        "if it exists": [byOther({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-acme" } }), letsOtherIn],
        "for all values": [
          byOther({ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-acme/r-1/" } }),
          letsOtherIn,
        ],
        "that it is there": [byOther({ Null: { "sts:ExternalId": "false" } }), letsOtherIn],
        "that any value meets": [byOther({ StringLike: { "sts:ExternalId": "*" } }), letsOtherIn],
        "that any address meets": [byOther({ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }), letsOtherIn],
      },
      "trust",
    );
  });

  describe("of an identity provider", () => {
    findings(
      noOpenTrust,
      {
        "with the subject it is fine": [
          byGithub({
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:acme/etl:ref:refs/heads/main",
          }),
          [],
        ],
        "an audience that every repository has is no limit": [
          byGithub({ "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" }),
          [`lets every user of ${github} in`],
        ],
        "an identity pool's id is one": [
          assume(
            { Federated: "cognito-identity.amazonaws.com" },
            { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:12345678" } },
          ),
          [],
        ],
        "so is SAML's audience": [
          assume({ Federated: saml }, { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }),
          [],
        ],
      },
      "trust",
    );
  });
});
