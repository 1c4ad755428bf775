import { validDocuments } from "../../../../policy/rules/iam-least-privilege/valid-documents";
import type { DocumentKind } from "../../../../policy/rules/documents";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { places } from "../documents";
import { inOurOwn } from "../own";

const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ROLE = "aws:iam/role:Role";

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-raw/*" };
const ann = { AWS: "arn:aws:iam::111122223333:user/ann" };
/** A statement as each kind of document has it. */
const good: Record<DocumentKind, object> = {
  identity: read,
  trust: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "glue.amazonaws.com" } },
  resource: { ...read, Principal: ann },
  endpoint: { ...read, Principal: "*" },
};
const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const policy = (...statements: object[]) => ({ policy: JSON.stringify(document(...statements)) });

const withWrongAction = (kind: DocumentKind) => document({ ...good[kind], Action: "s3:GetObjekt" });
const wrong = withWrongAction("identity");
const wrongIn = (property: string) => [`${property}, statement 1: AWS has no action s3:GetObjekt`];

function jsonError(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    return (error as Error).message;
  }
}

describe("valid-documents", () => {
  inOurOwn(validDocuments);

  describe("reads the document of", () => {
    for (const [type, property, kind] of places) {
      const source = JSON.stringify(withWrongAction(kind));
      resourceFindings(validDocuments, { [type]: [type, { [property]: source }, wrongIn(property)] });
    }
    resourceFindings(validDocuments, {
      "each inline policy of a role": [
        ROLE,
        {
          inlinePolicies: [
            { name: "a", policy: JSON.stringify(document(read)) },
            { name: "b", policy: wrong },
          ],
        },
        wrongIn("inlinePolicies[1].policy"),
      ],
    });
  });

  resourceFindings(validDocuments, {
    "a document is fine as JSON": [POLICY, policy(read), []],
    "and as an object": [POLICY, { policy: document(read) }, []],
    "none is": ["aws:sns/topic:Topic", { name: "loads" }, []],
    "malformed JSON is not": [
      POLICY,
      { policy: '{ "Version": ' },
      [`policy: expected JSON: ${jsonError('{ "Version": ')}`],
    ],
    "nor an element that is misspelt": [
      POLICY,
      policy({ Effect: "Allow", Actions: "s3:GetObject", Resource: "*" }),
      ['policy: Statement[0]: Unrecognized key: "Actions"; Statement[0]: expected either Action or NotAction'],
    ],
    "nor Action beside NotAction": [
      POLICY,
      policy({ ...read, NotAction: "s3:PutObject" }),
      ["policy: Statement[0]: expected either Action or NotAction"],
    ],
    "nor an action without its service": [
      POLICY,
      policy({ ...read, Action: ["s3:GetObject", "GetObject"] }),
      ["policy: Statement[0].Action[1]: expected SERVICE:ACTION or *"],
    ],
    "the statement is named by its Sid": [
      POLICY,
      policy({ ...read, Sid: "Read", Action: "s3:GetObjekt" }),
      ["policy, statement Read: AWS has no action s3:GetObjekt"],
    ],
    "else by its place": [
      POLICY,
      policy(read, { ...read, Action: "s3:GetObjekt" }),
      ["policy, statement 2: AWS has no action s3:GetObjekt"],
    ],
  });

  describe("an action", () => {
    const withAction = (Action: string | string[]) => policy({ ...read, Action });
    resourceFindings(validDocuments, {
      "may have any case": [POLICY, withAction("S3:getobject"), []],
      "may be a pattern": [POLICY, withAction(["s3:Get*", "s3:*", "*", "*:*"]), []],
      "must be one at least": [POLICY, withAction([]), ["policy: Statement[0].Action: expected an action"]],
      "is found when no service has it": [
        POLICY,
        withAction("acme:GetObject"),
        ["policy, statement 1: AWS has no action acme:GetObject"],
      ],
      "is found as a pattern that stands for none": [
        POLICY,
        withAction(["s3:GetObject", "s3:Read*"]),
        ["policy, statement 1: AWS has no action s3:Read*"],
      ],
      "is found in NotAction": [
        POLICY,
        policy({ Effect: "Deny", NotAction: "s3:GetObjekt", Resource: "*" }),
        ["policy, statement 1: AWS has no action s3:GetObjekt"],
      ],
      "is found in a Deny, which then denies nothing": [
        POLICY,
        policy({ ...read, Effect: "Deny", Action: "s3:DeleteObjekt" }),
        ["policy, statement 1: AWS has no action s3:DeleteObjekt"],
      ],
    });
  });

  describe("of an identity", () => {
    const anywhere = { ...read, Resource: undefined };
    const holder = ["policy, statement 1: has a Principal: an identity policy is about who holds it"];
    resourceFindings(validDocuments, {
      "a statement needs a resource": [POLICY, policy(anywhere), ["policy, statement 1: has no Resource"]],
      "an empty list is none": [POLICY, policy({ ...read, Resource: [] }), ["policy, statement 1: has no Resource"]],
      "NotResource is one": [POLICY, policy({ ...anywhere, Effect: "Deny", NotResource: read.Resource }), []],
      "it has no principal": [POLICY, policy({ ...read, Principal: ann }), holder],
      "nor NotPrincipal": [POLICY, policy({ ...read, NotPrincipal: ann }), holder],
      "a Sid has letters and digits": [POLICY, policy({ ...read, Sid: "Read2" }), []],
      "may be empty": [POLICY, policy({ ...read, Sid: "" }), []],
      "and has nothing else": [
        POLICY,
        policy({ ...read, Sid: "read-objects" }),
        ["policy, statement read-objects: Sid read-objects: expected letters and digits only"],
      ],
      "so it is inline in a role": [
        ROLE,
        { inlinePolicies: [{ policy: document(anywhere) }] },
        ["inlinePolicies[0].policy, statement 1: has no Resource"],
      ],
    });
  });

  describe("of trust", () => {
    const anybody = { ...good.trust, Principal: undefined };
    const trust = (statement: object) => ({ assumeRolePolicy: document(statement) });
    const itself = ["assumeRolePolicy, statement 1: has a Resource: a trust policy is about its role"];
    resourceFindings(validDocuments, {
      "a statement is fine with a principal": [ROLE, trust(good.trust), []],
      "or NotPrincipal": [ROLE, trust({ ...anybody, Effect: "Deny", NotPrincipal: ann }), []],
      "it needs one": [ROLE, trust(anybody), ["assumeRolePolicy, statement 1: has no Principal"]],
      "it has no resource": [ROLE, trust({ ...good.trust, Resource: "*" }), itself],
      "nor NotResource": [ROLE, trust({ ...good.trust, NotResource: "*" }), itself],
      "its Sid may be any text": [ROLE, trust({ ...good.trust, Sid: "let glue in" }), []],
    });
  });

  for (const [kind, type] of [
    ["resource", "aws:s3/bucketPolicy:BucketPolicy"],
    ["endpoint", "aws:ec2/vpcEndpoint:VpcEndpoint"],
  ] as const) {
    describe(`of ${kind === "resource" ? "a resource" : "a VPC endpoint"}`, () => {
      resourceFindings(validDocuments, {
        "a statement is fine with principal and resource": [type, policy(good[kind]), []],
        "it needs a principal": [type, policy(read), ["policy, statement 1: has no Principal"]],
        "not all name a resource": [type, policy({ ...good[kind], Resource: undefined }), []],
        "its Sid may be any text": [type, policy({ ...good[kind], Sid: "let ann in" }), []],
      });
    });
  }

  describe("an operator", () => {
    const withOperator = (...operators: string[]) =>
      policy({ ...read, Condition: Object.fromEntries(operators.map((it) => [it, { "s3:prefix": "sales/" }])) });
    resourceFindings(validDocuments, {
      "may be one of a set, if it exists": [POLICY, withOperator("StringLike", "ForAnyValue:StringLikeIfExists"), []],
      "is found when IAM knows none such": [
        POLICY,
        withOperator("StringEqual"),
        ["policy, statement 1: IAM knows no condition operator StringEqual"],
      ],
      "is found with another set": [
        POLICY,
        withOperator("ForSomeValues:StringLike"),
        ["policy, statement 1: IAM knows no condition operator ForSomeValues:StringLike"],
      ],
      "Null has no IfExists": [
        POLICY,
        withOperator("NullIfExists"),
        ["policy, statement 1: IAM knows no condition operator NullIfExists"],
      ],
    });
  });

  describe("unknown at preview", () => {
    resourceFindings(validDocuments, {
      "a document is another rule's business": [POLICY, { policy: UNKNOWN }, []],
      "the others are read all the same": [
        ROLE,
        { assumeRolePolicy: UNKNOWN, inlinePolicies: [{ policy: UNKNOWN }, { policy: wrong }] },
        wrongIn("inlinePolicies[1].policy"),
      ],
    });
  });
});
