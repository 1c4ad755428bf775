import { parseOperator } from "../../iam/conditions";
import { Context } from "../../iam/context";
import { MalformedDocumentError, parseDocument, type PolicyDocument } from "../../iam/document";
import { evaluate } from "../../iam/evaluate";
import { about, bucketsOf } from "../buckets";
import type { StackRule } from "../rule";

/** Asked of the engine: whether the policy refuses a reader who comes over plain HTTP. */
export const bucketsTlsOnly: StackRule = {
  name: "buckets-tls-only",
  severity: "high",
  title: "Every bucket refuses requests that do not come over TLS",
  rationale: "Over plain HTTP whoever is on the way reads the files and the signatures.",
  remedy:
    'Add a BucketPolicy that denies s3:* on the bucket and its objects to "*" where aws:SecureTransport is false.',
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit",

  checkStack(stack) {
    return bucketsOf(stack).flatMap((resource) => {
      const policies = about(stack, resource, "aws:s3/bucketPolicy:BucketPolicy");
      const texts = policies.map((policy) => stack.read(policy, (props) => props.policy as unknown));
      // An unknown one is noted by read.
      if (texts.some((text) => text === undefined) || texts.some(deniesPlainHttp)) return [];
      return {
        resource,
        what: policies.length === 0 ? "has no BucketPolicy" : "has a policy that lets plain HTTP pass",
      };
    });
  },
};

/** Of reading, writing, deleting and looking round, each: a Deny that names some is none. */
const ON_OBJECTS = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
const ON_BUCKETS = ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation", "s3:PutBucketPolicy"];

function deniesPlainHttp(source: unknown): boolean {
  let document: PolicyDocument;
  try {
    document = parseDocument(source);
  } catch (error) {
    if (error instanceof MalformedDocumentError) return false;
    throw error;
  }
  // S3 would refuse a condition that it does not know.
  const statements = document.statements.filter((it) => it.conditions.every(({ operator }) => parseOperator(operator)));
  const [bucket] = statements.flatMap(({ resources }) => resources).map((arn) => arn.split("/")[0]);
  if (bucket === undefined) return false;
  const denies = (action: string, resource: string) => {
    const decision = evaluate(
      {
        principal: { kind: "user", arn: "arn:aws:iam::111122223333:user/reader" },
        action,
        resource,
        resourceAccount: "111122223333",
        context: new Context({ "aws:SecureTransport": "false" }),
      },
      { identity: [], resource: [{ ...document, statements }] },
    );
    return !decision.allowed && decision.statement !== undefined;
  };
  const object = `${bucket === "*" ? "arn:aws:s3:::any" : bucket}/any`;
  return ON_OBJECTS.every((it) => denies(it, object)) && ON_BUCKETS.every((it) => denies(it, bucket));
}
