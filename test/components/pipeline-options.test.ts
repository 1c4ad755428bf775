import { strict as assert } from "node:assert";
import { NodeType, type S3ToRedshiftPipelineArgs } from "../../components";
import { itRefuses, statementsOf } from "../support/component";
import { deploy, valueOf } from "../support/harness";
import { make, orders } from "../support/shop-pipeline";

const network = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  routeTableIds: ["rtb-1"],
  minimumZones: 3,
};
/** Whatever a pipeline can have besides. */
const everything: Partial<S3ToRedshiftPipelineArgs> = {
  network,
  createKmsKey: true,
  schedule: { onArrival: { batchSize: 10 } },
  maintenance: { keepRunsDays: 400, staleAfterHours: 48 },
  monitoring: { emails: ["data@example.com"], loads: { freshnessHours: 26 } },
  logs: { retentionDays: 90, auditLogs: true },
};

const namesOf = (resources: { type: string; name: string }[], prefix: string) =>
  resources.filter(({ type }) => type.startsWith(prefix)).map(({ name }) => name);

describe("a pipeline with everything on", () => {
  it("knows every role's document at preview but what names the new VPC's parts", async () => {
    const deployment = await deploy(() => make(everything), { preview: true });
    for (const role of ["crawler", "copy", "job", "schedule-arrival"]) {
      const [name] = namesOf(deployment.resources, "aws:iam/rolePolicy:RolePolicy").filter((it) =>
        it.startsWith(`shop-${role}`),
      );
      statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy", name);
    }
    const job = statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy", "shop-job-policy");
    assert.deepEqual((job.UseKeyThroughS3 as { Condition: object }).Condition, {
      StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop-test" },
    });
  });

  it("encrypts all of it with the one key", async () => {
    const { one, resources } = await deploy(() => make(everything));
    const keyArn = `arn:aws:made-up:eu-west-1:123456789012:${one("aws:kms/key:Key").name}`;
    const uses: Record<string, unknown> = {
      namespace: one("aws:redshiftserverless/namespace:Namespace").inputs.kmsKeyId,
      topic: one("aws:sns/topic:Topic").inputs.kmsMasterKeyId,
    };
    for (const { name, inputs } of resources.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup"))
      uses[name] = inputs.kmsKeyId;
    for (const bucket of ["source", "work"]) {
      const { rules } = one(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        `shop-${bucket}-encryption`,
      ).inputs;
      uses[bucket] = rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId;
    }
    const { encryptionConfiguration } = one("aws:glue/securityConfiguration:SecurityConfiguration").inputs;
    for (const [what, { kmsKeyArn }] of Object.entries<{ kmsKeyArn: string }>(encryptionConfiguration))
      uses[what] = kmsKeyArn;
    assert.deepEqual([...new Set(Object.values(uses))], [keyArn], JSON.stringify(uses));
    assert.ok(Object.keys(uses).length >= 12, Object.keys(uses).join(", "));
    for (const [type, name] of [
      ["aws:glue/crawler:Crawler", undefined],
      ["aws:glue/job:Job", "shop-load-job"],
      ["aws:glue/job:Job", "shop-maintenance-job"],
    ] as const) {
      assert.equal(one(type, name).inputs.securityConfiguration, "shop-test", name ?? type);
    }
  });

  it("runs crawl, load and maintenance one after the other, when files arrive in its own bucket", async () => {
    const { one } = await deploy(() => make(everything));
    const trigger = (what: string) => one("aws:glue/trigger:Trigger", `shop-schedule-${what}`).inputs;
    assert.deepEqual(trigger("start").actions, [{ crawlerName: "shop-test-source" }]);
    assert.deepEqual(
      [trigger("load").actions[0].jobName, trigger("maintain").actions[0].jobName],
      ["shop-test-load", "shop-test-maintain"],
    );
    assert.equal(one("aws:s3/bucketNotification:BucketNotification").inputs.eventbridge, true);
    const pattern = JSON.parse(
      one("aws:cloudwatch/eventRule:EventRule", "shop-schedule-arrival-rule").inputs.eventPattern,
    );
    assert.deepEqual(pattern.detail.bucket, { name: ["shop-test-source-123456789012-eu-west-1"] });
  });

  it("works in the VPC", async () => {
    const { one, result } = await deploy(() => make(everything));
    assert.equal(await valueOf(result.glueSecurityGroupId!), "shop-network-groups-glue-id");
    const { subnetIds, securityGroupIds, enhancedVpcRouting } = one(
      "aws:redshiftserverless/workgroup:Workgroup",
    ).inputs;
    assert.deepEqual([subnetIds, securityGroupIds.length, enhancedVpcRouting], [network.subnetIds, 1, true]);
    const connections = [0, 1, 2].map((i) => `shop-test-network-${i}`);
    assert.deepEqual(one("aws:glue/job:Job", "shop-load-job").inputs.connections, connections);
    assert.equal(one("aws:glue/crawler:Crawler").inputs.s3Targets[0].connectionName, connections[0]);
  });

  it("tells the job by what to maintain, and where to log", async () => {
    const { one, result } = await deploy(() => make(everything));
    const spec = JSON.parse(one("aws:s3/bucketObjectv2:BucketObjectv2", "shop-load-spec").inputs.content);
    assert.deepEqual(spec.maintenance, { keepRunsDays: 400, staleAfterHours: 48 });
    const { defaultArguments } = one("aws:glue/job:Job", "shop-load-job").inputs;
    assert.equal(defaultArguments["--custom-logGroup-prefix"], "/aws-glue/jobs/shop-test");
    const group = "/aws-glue/jobs/shop-test/shop-test-role/shop-test-load-job/output";
    assert.equal(await valueOf(result.jobLogGroupName), group);
    assert.equal(one("aws:cloudwatch/logGroup:LogGroup", "shop-logs-job-output").inputs.name, group);
    assert.equal(one("aws:cloudwatch/logGroup:LogGroup", "shop-logs-job-output").inputs.retentionInDays, 90);
  });

  it("makes the groups of audit logs before Redshift does", async () => {
    const { one } = await deploy(() => make(everything));
    const { dependencies } = one("aws:redshiftserverless/namespace:Namespace");
    assert.ok(
      dependencies.some((urn) => urn.endsWith("::shop-logs-namespace-userlog")),
      dependencies.join("\n"),
    );
  });
});

describe("the warehouse of a pipeline", () => {
  it("may be a cluster, which the job's role names", async () => {
    const cluster = { nodeType: NodeType.Ra3Xlplus, database: "sales" };
    const deployment = await deploy(() => make({ warehouse: { cluster } }), { preview: true });
    const { one, result } = deployment;
    const made = one("aws:redshift/cluster:Cluster").inputs;
    assert.deepEqual([made.clusterIdentifier, made.databaseName, made.nodeType], ["shop-test", "sales", "ra3.xlplus"]);
    const { RunSqlOnCluster, LogInToDatabase } = statementsOf(
      deployment,
      "aws:iam/rolePolicy:RolePolicy",
      "policy",
      "shop-job-policy",
    ) as Record<string, { Resource: string[] }>;
    assert.deepEqual(RunSqlOnCluster.Resource, ["arn:aws:redshift:eu-west-1:123456789012:cluster:shop-test"]);
    assert.deepEqual(LogInToDatabase.Resource, ["arn:aws:redshift:eu-west-1:123456789012:dbname:shop-test/sales"]);
    const { warehouse } = JSON.parse(one("aws:s3/bucketObjectv2:BucketObjectv2", "shop-load-spec").inputs.content);
    assert.deepEqual([warehouse.clusterIdentifier, warehouse.workgroupName], ["shop-test", undefined]);
    assert.deepEqual([await valueOf(result.clusterIdentifier!), result.workgroupName], ["shop-test", undefined]);
  });

  it("may be there already: nothing is made of it, and nobody admitted without its administrator's secret", async () => {
    const workgroupArn =
      "arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/0a1b2c3d-0000-4000-8000-000000000000";
    const existing = { workgroupName: "shared", workgroupArn, database: "dev" };
    const { resources } = await deploy(() => make({ warehouse: { existing } }));
    assert.deepEqual(namesOf(resources, "aws:redshift"), []);
    const adminSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:admin";
    const admitted = await deploy(() => make({ warehouse: { existing: { ...existing, adminSecretArn } } }));
    assert.equal(
      admitted.one("aws:redshiftdata/statement:Statement", "shop-loader-call").inputs.workgroupName,
      "shared",
    );
  });

  it("lets others read the schemas of all targets", async () => {
    const readers = [{ group: "analysts" }];
    const { one } = await deploy(() => make({ warehouse: { readers } }));
    const { sql } = one("aws:redshiftdata/statement:Statement", "shop-loader-procedure").inputs;
    assert.match(sql, /CREATE SCHEMA IF NOT EXISTS "sales"/);
    assert.match(sql, /GRANT SELECT ON ALL TABLES IN SCHEMA "sales" TO GROUP "analysts"/);
  });

  itRefuses([
    ["two warehouses", () => make({ warehouse: { cluster: {}, serverless: {} } }), /warehouse: expected one of/],
    [
      "a workgroup without its ARN",
      () => make({ warehouse: { existing: { workgroupName: "shared", database: "dev" } } }),
      /warehouse\.existing\.workgroupArn: expected it together with workgroupName/,
    ],
    [
      "too few nodes",
      () => make({ warehouse: { cluster: { numberOfNodes: 0 } } }),
      /warehouse\.cluster\.numberOfNodes/,
    ],
    ["a reader of no kind", () => make({ warehouse: { readers: [{}] } }), /warehouse\.readers\[0\].*exactly one/],
    [
      "readers whom nobody could let in",
      () =>
        make({
          warehouse: { existing: { clusterIdentifier: "shared", database: "dev" }, readers: [{ group: "analysts" }] },
        }),
      /warehouse\.readers: expected warehouse\.existing\.adminSecretArn/,
    ],
    [
      "lineage in a VPC without a way to PyPI",
      () => make({ network, lineage: {} }),
      /lineage: expected network\.httpsCidrBlocks/,
    ],
    ["two keys", () => make({ createKmsKey: true, kmsKeyArn: "arn:aws:kms:x" }), /createKmsKey: got true beside/],
    [
      "two ways to start",
      () => make({ schedule: { cron: "cron(0 6 * * ? *)", onArrival: {} } }),
      /schedule\.onArrival/,
    ],
    ["no days", () => make({ maintenance: { keepRunsDays: 0 } }), /maintenance\.keepRunsDays/],
    ["odd days", () => make({ logs: { retentionDays: 31 } }), /logs\.retentionDays/],
    [
      "the retention of another's bucket",
      () => make({ source: { bucketName: "acme-raw", prefix: "", retention: { noncurrentVersionDays: 1 } } }),
      /source\.retention: is for the pipeline's own bucket/,
    ],
    ["a sample of no file", () => make({ crawl: { sampleSize: 0 } }), /crawl\.sampleSize/],
  ]);
});

describe("a pipeline in an account whose catalog has a key", () => {
  it("lets crawler and job use it through Glue, and COPY not", async () => {
    const catalogKmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const deployment = await deploy(() => make({ catalogKmsKeyArn }));
    const keyOf = (role: string) =>
      statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy", `shop-${role}-policy`).UseKeyThroughGlue;
    for (const role of ["crawler", "job"]) {
      const { Resource, Condition } = keyOf(role) as { Resource: string[]; Condition: object };
      assert.deepEqual(Resource, [catalogKmsKeyArn], role);
      assert.deepEqual(Condition, { StringEquals: { "kms:ViaService": "glue.eu-west-1.amazonaws.com" } }, role);
    }
    assert.equal(keyOf("copy"), undefined);
  });
});

describe("a pipeline in an account with Lake Formation", () => {
  const permissions = "aws:lakeformation/permissions:Permissions";
  const locationArn = "arn:aws:s3:::acme-raw/sales";

  it("grants crawler and job what they need, and the job the targets where the catalog shows them", async () => {
    const { resources } = await deploy(() => make({ lakeFormation: { locationArn }, catalogTargets: {} }));
    const granted = resources
      .filter(({ type }) => type === permissions)
      .map(({ name, inputs }) => `${name}: ${inputs.permissions.join(" ")}`);
    assert.deepEqual(granted.sort(), [
      "shop-lake-formation-crawler-database: ALTER CREATE_TABLE DESCRIBE",
      "shop-lake-formation-crawler-location: DATA_LOCATION_ACCESS",
      "shop-lake-formation-crawler-tables: ALTER DESCRIBE",
      "shop-lake-formation-job-tables: DESCRIBE",
      "shop-lake-formation-job-targets: ALTER DESCRIBE",
    ]);
  });

  it("does so by names that are known at preview, of roles that it makes", async () => {
    const { one } = await deploy(() => make({ lakeFormation: {} }));
    const { principal, table } = one(permissions, "shop-lake-formation-job-tables").inputs;
    assert.equal(principal, "arn:aws:iam::123456789012:role/shop-test-load-job");
    assert.deepEqual(table, { databaseName: "shop_test", wildcard: true });
  });

  itRefuses([
    [
      "a location that ends with a slash",
      () => make({ lakeFormation: { locationArn: `${locationArn}/` } }),
      /lakeFormation\.locationArn: expected the ARN of a bucket or of a prefix/,
    ],
  ]);
});

describe("a pipeline without them", () => {
  it("has none of them", async () => {
    const { resources } = await deploy(() => make({ datasets: [orders] }));
    for (const prefix of [
      "aws:lakeformation",
      "aws:kms",
      "aws:sns",
      "aws:ec2",
      "aws:vpc",
      "aws:glue/trigger",
      "aws:glue/workflow",
    ]) {
      assert.deepEqual(namesOf(resources, prefix), [], prefix);
    }
  });
});
