import * as glue from "@pulumi/aws/glue";
import * as iam from "@pulumi/aws/iam";
import * as redshift from "@pulumi/aws/redshift";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

// The usual tutorial: one role for all, managed policies, a password wherever one is asked for. The policy packs must find
// every fault of it, and nothing else: test/e2e/policy-packs.test.ts lists them.
const bucket = new s3.Bucket("data", { bucket: "tutorial-data" });

const role = new iam.Role("glue", {
  name: "tutorial-glue",
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: ["glue.amazonaws.com", "redshift.amazonaws.com"], AWS: "*" },
        Action: "sts:AssumeRole",
      },
    ],
  }),
});
for (const name of ["AmazonS3ReadOnlyAccess", "AmazonRedshiftFullAccess", "service-role/AWSGlueServiceRole"]) {
  new iam.RolePolicyAttachment(`glue-${name.split("/").at(-1)}`, {
    role: role.name,
    policyArn: `arn:aws:iam::aws:policy/${name}`,
  });
}
new iam.RolePolicy("more", {
  name: "more",
  role: role.name,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      { Effect: "Allow", Action: ["iam:PassRole", "kms:Decrypt"], Resource: "*" },
    ],
  }),
});
new iam.RolePolicy("own-bucket", {
  name: "own-bucket",
  role: role.name,
  policy: bucket.arn.apply((arn) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `${arn}/*` }],
    }),
  ),
});

const password = new pulumi.Config().get("password") ?? "Tutorial1!";
new redshift.Cluster("warehouse", {
  clusterIdentifier: "tutorial",
  nodeType: "ra3.xlplus",
  masterUsername: "admin",
  masterPassword: password,
  publiclyAccessible: true,
  iamRoles: ["arn:aws:iam::123456789012:role/tutorial-glue"],
  skipFinalSnapshot: true,
});
new glue.Connection("redshift", {
  name: "tutorial",
  connectionProperties: {
    JDBC_CONNECTION_URL: "jdbc:redshift://tutorial.abc.us-east-1.redshift.amazonaws.com:5439/dev",
    USERNAME: "admin",
    PASSWORD: password,
  },
});

const database = new glue.CatalogDatabase("catalog", { name: "tutorial" });
new glue.Crawler("crawler", {
  name: "tutorial",
  databaseName: database.name,
  role: role.name,
  schedule: "cron(0 1 * * ? *)",
  s3Targets: [{ path: pulumi.interpolate`s3://${bucket.bucket}/` }],
});
const job = new glue.Job("load", {
  name: "tutorial-load",
  roleArn: "arn:aws:iam::123456789012:role/tutorial-glue",
  command: { scriptLocation: "s3://tutorial-data/load.py" },
  defaultArguments: { "--redshift_password": password, "--database": "dev" },
});
new glue.Trigger("nightly", {
  name: "tutorial",
  type: "SCHEDULED",
  schedule: "cron(0 1 * * ? *)",
  actions: [{ jobName: job.name }],
});
