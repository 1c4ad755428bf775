import { strict as assert } from "node:assert";
import { LoadJobRole, type LoadJobRoleArgs, workPrefixes } from "../../../components";
import { itIsAComponent, itRefuses, statementsOf } from "../../support/component";
import { deploy } from "../../support/harness";
import { itIsAServiceRole } from "../../support/service-role";

const args: LoadJobRoleArgs = {
  roleName: "shop-dev-load-job",
  jobName: "shop-dev-load",
  sourceBucketName: "acme-raw",
  folders: ["sales/orders/"],
  databaseName: "shop_dev",
  workBucketName: "acme-work",
  workPrefixes,
  metricsNamespace: "S3ToRedshift",
  workgroupTag: { key: "s3-to-redshift:pipeline", value: "shop-dev" },
};
const make = (changed: Partial<LoadJobRoleArgs> = {}) => new LoadJobRole("shop", { ...args, ...changed });

const statements = async (changed: Partial<LoadJobRoleArgs> = {}) =>
  statementsOf(await deploy(() => make(changed), { preview: true }), "aws:iam/rolePolicy:RolePolicy", "policy");

describe("LoadJobRole", () => {
  itIsAComponent({
    make: (opts) => new LoadJobRole("shop", args, opts),
    type: "s3-to-redshift:access:LoadJobRole",
    children: [
      ["aws:iam/rolePolicy:RolePolicy", "shop-policy"],
      ["aws:iam/role:Role", "shop-role"],
    ],
    outputs: ({ roleArn }) => ({ roleArn }),
  });

  itIsAServiceRole({ make, roleName: args.roleName, services: ["glue.amazonaws.com"] });

  it("reads the source folders and their tables", async () => {
    const { ListSource, ReadSource, ReadCatalog } = await statements();
    assert.deepEqual(ListSource, {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::acme-raw"],
      Condition: { StringLike: { "s3:prefix": ["sales/orders", "sales/orders/*"] } },
    });
    assert.deepEqual(ReadSource, {
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::acme-raw/sales/orders", "arn:aws:s3:::acme-raw/sales/orders/*"],
    });
    assert.deepEqual(ReadCatalog, {
      Effect: "Allow",
      Action: ["glue:GetTable"],
      Resource: [
        "arn:aws:glue:eu-west-1:123456789012:catalog",
        "arn:aws:glue:eu-west-1:123456789012:database/shop_dev",
        "arn:aws:glue:eu-west-1:123456789012:table/shop_dev/*",
      ],
    });
  });

  it("works in its own prefixes of the work bucket, and may not change its code or take back a report", async () => {
    const { ListRows, WorkOnRows, ReadMended, ReadCode, WriteReports } = await statements();
    assert.deepEqual(ListRows, {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::acme-work"],
      Condition: {
        StringLike: { "s3:prefix": ["staging", "staging/*", "quarantine", "quarantine/*", "mended", "mended/*"] },
      },
    });
    assert.deepEqual(WorkOnRows, {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: [
        "arn:aws:s3:::acme-work/staging",
        "arn:aws:s3:::acme-work/staging/*",
        "arn:aws:s3:::acme-work/quarantine",
        "arn:aws:s3:::acme-work/quarantine/*",
      ],
    });
    assert.deepEqual(ReadMended, {
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::acme-work/mended", "arn:aws:s3:::acme-work/mended/*"],
    });
    assert.deepEqual(ReadCode, {
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::acme-work/code", "arn:aws:s3:::acme-work/code/*"],
    });
    assert.deepEqual(WriteReports, {
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: ["arn:aws:s3:::acme-work/reports", "arn:aws:s3:::acme-work/reports/*"],
    });
  });

  it("writes lineage only where it is told to", async () => {
    assert.equal((await statements()).WriteLineage, undefined);
    assert.deepEqual((await statements({ writesLineage: true })).WriteLineage, {
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: ["arn:aws:s3:::acme-work/lineage", "arn:aws:s3:::acme-work/lineage/*"],
    });
  });

  it("changes what the catalog says of its targets only where it is told to, and makes and removes none", async () => {
    assert.equal((await statements()).UpdateTargets, undefined);
    assert.deepEqual((await statements({ targetsDatabaseName: "shop_dev_targets" })).UpdateTargets, {
      Effect: "Allow",
      Action: ["glue:GetTable", "glue:UpdateTable"],
      Resource: [
        "arn:aws:glue:eu-west-1:123456789012:catalog",
        "arn:aws:glue:eu-west-1:123456789012:database/shop_dev_targets",
        "arn:aws:glue:eu-west-1:123456789012:table/shop_dev_targets/*",
      ],
    });
  });

  it("runs SQL on the tagged workgroup only, and follows its own statements only", async () => {
    const { RunSqlOnWorkgroup, FollowOwnStatements } = await statements();
    assert.deepEqual(RunSqlOnWorkgroup, {
      Effect: "Allow",
      Action: [
        "redshift-data:ExecuteStatement",
        "redshift-data:BatchExecuteStatement",
        "redshift-serverless:GetCredentials",
      ],
      Resource: ["arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/*"],
      Condition: { StringEquals: { "aws:ResourceTag/s3-to-redshift:pipeline": "shop-dev" } },
    });
    assert.deepEqual(FollowOwnStatements, {
      Effect: "Allow",
      Action: ["redshift-data:DescribeStatement", "redshift-data:GetStatementResult"],
      Resource: ["*"],
      Condition: { StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" } },
    });
  });

  const elsewhere = { ...args, workgroupTag: undefined };
  const accessing = async (access: Partial<LoadJobRoleArgs>) => statements({ ...elsewhere, ...access });

  it("runs SQL on a workgroup that is there already by its ARN, without a condition", async () => {
    const workgroupArn =
      "arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/01234567-89ab-cdef-0123-456789abcdef";
    assert.deepEqual((await accessing({ workgroupArn })).RunSqlOnWorkgroup, {
      Effect: "Allow",
      Action: [
        "redshift-data:ExecuteStatement",
        "redshift-data:BatchExecuteStatement",
        "redshift-serverless:GetCredentials",
      ],
      Resource: [workgroupArn],
    });
  });

  it("runs SQL on its cluster only, and logs in to the one database as itself", async () => {
    const { RunSqlOnWorkgroup, RunSqlOnCluster, LogInToDatabase, FollowOwnStatements } = await accessing({
      clusterIdentifier: "shop-dev",
      database: "dev",
    });
    assert.equal(RunSqlOnWorkgroup, undefined);
    assert.deepEqual(RunSqlOnCluster, {
      Effect: "Allow",
      Action: ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
      Resource: ["arn:aws:redshift:eu-west-1:123456789012:cluster:shop-dev"],
    });
    assert.deepEqual(LogInToDatabase, {
      Effect: "Allow",
      Action: ["redshift:GetClusterCredentialsWithIAM"],
      Resource: ["arn:aws:redshift:eu-west-1:123456789012:dbname:shop-dev/dev"],
    });
    assert.deepEqual(FollowOwnStatements, (await statements()).FollowOwnStatements);
  });

  it("sees its own runs and writes its own logs", async () => {
    const { SeeOwnRuns, WriteLogs } = await statements();
    assert.deepEqual(SeeOwnRuns, {
      Effect: "Allow",
      Action: ["glue:GetJobRun"],
      Resource: ["arn:aws:glue:eu-west-1:123456789012:job/shop-dev-load"],
    });
    assert.deepEqual(WriteLogs, {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/jobs*"],
    });
  });

  it("puts numbers into its own namespace only", async () => {
    const { PutMetrics } = await statements({ metricsNamespace: "Acme/Loads" });
    assert.deepEqual(PutMetrics, {
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      Resource: ["*"],
      Condition: { StringEquals: { "cloudwatch:namespace": "Acme/Loads" } },
    });
  });

  it("may do nothing but that", async () => {
    assert.deepEqual(Object.keys(await statements()), [
      "ListSource",
      "ReadSource",
      "ReadCatalog",
      "ListRows",
      "WorkOnRows",
      "ReadMended",
      "ReadCode",
      "WriteReports",
      "RunSqlOnWorkgroup",
      "FollowOwnStatements",
      "SeeOwnRuns",
      "PutMetrics",
      "WriteLogs",
    ]);
  });

  it("may use a given key, through S3 only", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    assert.deepEqual((await statements({ kmsKeyArn })).UseKeyThroughS3, {
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [kmsKeyArn],
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    });
  });

  it("encrypts its logs, and uses the key of the catalog through Glue, only where it is told to", async () => {
    const without = Object.keys(await statements());
    const catalogKmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/catalog";
    const { EncryptLogs, UseKeyThroughGlue, ...others } = await statements({
      securityConfigurationName: "shop-dev",
      catalogKmsKeyArn,
    });
    assert.deepEqual(Object.keys(others), without);
    assert.deepEqual(EncryptLogs, {
      Effect: "Allow",
      Action: ["logs:AssociateKmsKey"],
      Resource: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/jobs*shop-dev*"],
    });
    assert.deepEqual(UseKeyThroughGlue, {
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [catalogKmsKeyArn],
      Condition: { StringEquals: { "kms:ViaService": "glue.eu-west-1.amazonaws.com" } },
    });
    const writing = await statements({ catalogKmsKeyArn, targetsDatabaseName: "shop_dev_targets" });
    assert.deepEqual((writing.UseKeyThroughGlue as { Action: string[] }).Action, [
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:GenerateDataKey",
    ]);
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    assert.equal((await statements({ kmsKeyArn })).UseKeyThroughLogs, undefined);
    const { UseKeyThroughLogs } = await statements({ kmsKeyArn, securityConfigurationName: "shop-dev" });
    assert.deepEqual((UseKeyThroughLogs as { Resource: string[] }).Resource, [kmsKeyArn]);
  });

  const workgroupArn = "arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/01234567";
  const refused = (access: Partial<LoadJobRoleArgs>) => () => make({ ...elsewhere, ...access });
  itRefuses([
    ["no warehouse", refused({}), /^workgroupTag: expected one of this, workgroupArn and clusterIdentifier, got none$/],
    [
      "two warehouses",
      refused({ workgroupArn, clusterIdentifier: "shop", database: "dev" }),
      /^workgroupTag: expected one of .*, got workgroupArn and clusterIdentifier$/,
    ],
    ["a cluster without database", refused({ clusterIdentifier: "shop" }), /^database: expected string, got nothing$/],
    [
      "a database of a workgroup",
      refused({ workgroupArn, database: "dev" }),
      /^database: expected none without clusterIdentifier/,
    ],
    [
      "all workgroups",
      refused({ workgroupArn: "arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/*" }),
      /^workgroupArn: expected the ARN of a Redshift Serverless workgroup, got "/,
    ],
    [
      "all clusters",
      refused({ clusterIdentifier: "*", database: "dev" }),
      /^clusterIdentifier: expected .*, got "\*"$/,
    ],
    [
      "all databases of a cluster",
      refused({ clusterIdentifier: "shop", database: "*" }),
      /^database: expected the name of a Redshift database, got "\*"$/,
    ],
  ]);
});
