import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

// Resource policies that name accounts: a key's its own, as it has to, a bucket's that of a partner. And a document that is a secret.
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

new kms.Key("key", {
  deletionWindowInDays: 7,
  policy: getCallerIdentityOutput().accountId.apply((account) =>
    document({ Sid: "Own", Effect: "Allow", Principal: root(account), Action: "kms:*", Resource: "*" }),
  ),
});

const bucket = new s3.Bucket("data", { bucket: "accounts-data" });
new s3.BucketPolicy("partner", {
  bucket: bucket.bucket,
  policy: document({
    Sid: "Partner",
    Effect: "Allow",
    Principal: root("444455556666"),
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::accounts-data/*",
  }),
});

const role = new iam.Role("reader", {
  name: "accounts-reader",
  assumeRolePolicy: document({
    Effect: "Allow",
    Principal: { Service: "glue.amazonaws.com" },
    Action: "sts:AssumeRole",
  }),
});
new iam.RolePolicy("hidden", {
  name: "hidden",
  role: role.name,
  policy: pulumi.secret(document({ Sid: "HiddenSid", Effect: "Allow", Action: "sns:*", Resource: "*" })),
});
