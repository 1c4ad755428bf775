import { noOpenTrust } from "../../../../policy/rules/iam-least-privilege/no-open-trust";
import { findings, resource, stackFindings, UNKNOWN } from "../../support/findings";
import { unverifiable } from "../unknown";

const own = "111122223333";
const other = "444455556666";
const root = (account: string) => `arn:aws:iam::${account}:root`;
const letsOtherIn = `lets ${root(other)} in without a condition`;
const UNTOLD =
  "which account the stack is in is not known: list those of your own in ownAccounts, or in allowedAccountIds of the provider";

const read = (principal: string, Resource = "arn:aws:s3:::acme-raw/*", Condition?: object) => ({
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: "*",
  Resource,
  ...(Condition && { Condition }),
});
const topic = `arn:aws:sns:eu-west-1:${own}:loads`;

/** A provider that takes the account. */
const provider = { allowedAccountIds: JSON.stringify([own]) };
const within = (type: string) => resource(type, {}, { provider });

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const key = (name: string, document: string, arn: string = UNKNOWN) =>
  resource("aws:kms/key:Key", { policy: document, arn }, { name });
const bucketPolicy = (document: string, more: object = {}) =>
  resource("aws:s3/bucketPolicy:BucketPolicy", { policy: document }, more);
const role = (arn: string) => resource("aws:iam/role:Role", { arn });
const made = role(`arn:aws:iam::${own}:role/etl`);

describe("no-open-trust and the account of a stack", () => {
  describe("that the provider tells", () => {
    findings(
      noOpenTrust,
      {
        "finds another's in a resource policy": [
          read(root(other)),
          [letsOtherIn],
          {},
          within("aws:s3/bucketPolicy:BucketPolicy"),
        ],
        "and not one's own": [read(root(own)), [], {}, within("aws:s3/bucketPolicy:BucketPolicy")],
        "one with a condition is fine": [
          read(root(other), "*", { StringEquals: { "aws:PrincipalOrgID": "o-acme" } }),
          [],
          {},
          within("aws:kms/key:Key"),
        ],
        "what is configured counts instead": [
          read(root(own)),
          [`lets ${root(own)} in without a condition`],
          { ownAccounts: [other] },
          within("aws:kms/key:Key"),
        ],
        "an AWS service that has an account is no other": [
          read("arn:aws:iam::127311923021:root"),
          [],
          {},
          within("aws:s3/bucketPolicy:BucketPolicy"),
        ],
        "nor is CloudFront": [
          read("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"),
          [],
          {},
          within("aws:s3/bucketPolicy:BucketPolicy"),
        ],
      },
      "resource",
    );
    const assume = (principal: string) => ({
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: "sts:AssumeRole",
    });
    findings(
      noOpenTrust,
      {
        "a trust policy may trust the account itself": [assume(root(own)), [], {}, within("aws:iam/role:Role")],
        "and no other": [assume(root(other)), [letsOtherIn], {}, within("aws:iam/role:Role")],
        "nor a service's, which writes into buckets and assumes no role": [
          assume(root("127311923021")),
          [`lets ${root("127311923021")} in without a condition`],
          {},
          within("aws:iam/role:Role"),
        ],
      },
      "trust",
    );
  });

  describe("that the policy tells", () => {
    findings(
      noOpenTrust,
      {
        "finds another's": [read(root(other), topic), [letsOtherIn]],
        "by its number, too": [read(other, topic), [`lets ${other} in without a condition`]],
        "and not one's own": [read(root(own), topic), []],
        "who is let in tells nothing of it": [read(root(other), "*"), []],
      },
      "resource",
    );
  });

  describe("that its roles tell", () => {
    stackFindings(noOpenTrust, {
      "finds another's in a resource policy": [
        [bucketPolicy(policy(read(root(other)), read(root(own)))), made],
        [`it: policy, statement Read: ${letsOtherIn}`],
      ],
      "and leaves to the policy itself what the resource alone tells": [
        [bucketPolicy(policy(read(root(other))), { provider }), made],
        [],
      ],
      "and what is configured": [[bucketPolicy(policy(read(root(other)))), made], [], { ownAccounts: [own] }],
      "a key names the account that it is in": [
        [key("key", policy(read(root(own)), read(root(other))), `arn:aws:kms:eu-west-1:${own}:key/a`)],
        [`key: policy, statement Read: ${letsOtherIn}`],
      ],
      "a trust policy is no matter of the stack": [
        [
          resource("aws:iam/role:Role", {
            arn: `arn:aws:iam::${own}:role/etl`,
            assumeRolePolicy: policy({ ...read(root(other)), Resource: undefined }),
          }),
        ],
        [],
      ],
      "a malformed document is another rule's business": [[bucketPolicy("{"), made], []],
      "a secret one shows no principal": [
        [bucketPolicy(policy(read(root(other))), { secrets: ["policy"] }), made],
        ["it: policy: a secret document, whose statements are not shown"],
      ],
    });
  });

  describe("that nothing tells", () => {
    const unmade = role(UNKNOWN);
    unverifiable(noOpenTrust, {
      "leaves to the reader whose the account is, and says how to tell": [
        [key("key", policy(read(root(own)))), bucketPolicy(policy(read(root(other)))), unmade],
        [
          `it: policy, statement Read: ${letsOtherIn}`,
          `key: policy, statement Read: lets ${root(own)} in without a condition`,
          UNTOLD,
        ],
      ],
      "says nothing where no account is named": [
        [
          bucketPolicy(policy({ ...read("*"), Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme" } } })),
          bucketPolicy(policy({ ...read(root(other)), Effect: "Deny" })),
          bucketPolicy(policy(read("arn:aws:iam::cloudfront:user/E1EXAMPLE"))),
          bucketPolicy(UNKNOWN),
          unmade,
        ],
        [],
      ],
      "and not of everybody, who is found in the resource": [[bucketPolicy(policy(read("*")))], []],
    });
  });
});
