import { strict as assert } from "node:assert";
import { ExecutionClass, S3ToRedshiftPipeline, WorkerType } from "../../components";
import { itIsAComponent, statementsOf } from "../support/component";
import { deploy, valueOf } from "../support/harness";
import { args, make, orders } from "../support/shop-pipeline";

const spec = "aws:s3/bucketObjectv2:BucketObjectv2";

const outputs = (pipeline: S3ToRedshiftPipeline) => ({
  crawlerName: pipeline.crawlerName,
  databaseName: pipeline.databaseName,
  jobName: pipeline.jobName,
  jobLogGroupName: pipeline.jobLogGroupName,
  sourceBucketName: pipeline.sourceBucketName,
  sourcePrefix: pipeline.sourcePrefix,
  workBucketName: pipeline.workBucketName,
  workgroupName: pipeline.workgroupName!,
  warehouseDatabase: pipeline.warehouseDatabase,
  adminSecretArn: pipeline.adminSecretArn!,
  copyRoleArn: pipeline.copyRoleArn,
  jobRoleArn: pipeline.jobRoleArn,
  crawlerRoleArn: pipeline.crawlerRoleArn,
  datasets: pipeline.datasets,
});

describe("S3ToRedshiftPipeline", () => {
  itIsAComponent({
    make: (opts) => new S3ToRedshiftPipeline("shop", args, opts),
    type: "s3-to-redshift:index:S3ToRedshiftPipeline",
    children: [
      ["s3-to-redshift:catalog:CatalogDatabase", "shop-catalog"],
      ["s3-to-redshift:access:CopyRole", "shop-copy"],
      ["s3-to-redshift:access:CrawlerRole", "shop-crawler"],
      ["s3-to-redshift:access:LoadJobRole", "shop-job"],
      ["s3-to-redshift:job:LoadJob", "shop-load"],
      ["s3-to-redshift:warehouse:LoaderGrants", "shop-loader"],
      ["s3-to-redshift:monitoring:LogGroups", "shop-logs"],
      ["s3-to-redshift:source:DataBucket", "shop-source"],
      ["s3-to-redshift:catalog:SourceCrawler", "shop-source"],
      ["s3-to-redshift:warehouse:RedshiftServerless", "shop-warehouse"],
      ["s3-to-redshift:source:DataBucket", "shop-work"],
    ],
    outputs,
  });

  it("knows every name at preview, and all but the secret that AWS makes", async () => {
    const { result } = await deploy(() => make(), { preview: true });
    const known: Record<string, unknown> = {};
    for (const [name, output] of Object.entries(outputs(result))) {
      known[name] = await valueOf<unknown>(output);
    }
    assert.deepEqual(known, {
      crawlerName: "shop-test-source",
      databaseName: "shop_test",
      jobName: "shop-test-load",
      jobLogGroupName: "/aws-glue/jobs/shop-test/output",
      sourceBucketName: "shop-test-source-123456789012-eu-west-1",
      sourcePrefix: "sales/",
      workBucketName: "shop-test-work-123456789012-eu-west-1",
      workgroupName: "shop-test",
      warehouseDatabase: "dev",
      adminSecretArn: undefined,
      copyRoleArn: "arn:aws:iam::123456789012:role/shop-test-copy",
      jobRoleArn: "arn:aws:iam::123456789012:role/shop-test-load-job",
      crawlerRoleArn: "arn:aws:iam::123456789012:role/shop-test-crawler",
      datasets: [
        {
          name: "orders",
          location: "s3://shop-test-source-123456789012-eu-west-1/sales/orders/",
          catalogTable: "orders",
          format: "csv",
          target: { schema: "sales", table: "orders" },
        },
        {
          name: "visits",
          location: "s3://shop-test-source-123456789012-eu-west-1/sales/Web Visits/",
          catalogTable: "web_visits",
          format: "json",
          target: { schema: "sales", table: "visits" },
        },
      ],
    });
  });

  it("tells the job everything in one spec, known at preview", async () => {
    const { one } = await deploy(() => make(), { preview: true });
    assert.deepEqual(JSON.parse(one(spec, "shop-load-spec").inputs.content), {
      version: 1,
      pipeline: "shop-test",
      source: { bucket: "shop-test-source-123456789012-eu-west-1", catalogDatabase: "shop_test" },
      work: {
        bucket: "shop-test-work-123456789012-eu-west-1",
        stagingPrefix: "staging/",
        quarantinePrefix: "quarantine/",
        mendedPrefix: "mended/",
        reportsPrefix: "reports/",
        lineagePrefix: "lineage/",
      },
      warehouse: {
        workgroupName: "shop-test",
        database: "dev",
        copyRoleArn: "arn:aws:iam::123456789012:role/shop-test-copy",
      },
      datasets: [
        {
          name: "orders",
          prefix: "sales/orders/",
          format: "csv",
          catalogTable: "orders",
          columns: orders.columns,
          load: orders.load,
          target: orders.target,
        },
        {
          name: "visits",
          prefix: "sales/Web Visits/",
          format: "json",
          catalogTable: "web_visits",
          load: { mode: "append" },
          target: { schema: "sales", table: "visits" },
        },
      ],
      metricsNamespace: "S3ToRedshift",
    });
  });

  it("knows every policy document at preview", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    for (const role of ["shop-crawler", "shop-copy", "shop-job"]) {
      statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy", `${role}-policy`);
      statementsOf(deployment, "aws:iam/role:Role", "assumeRolePolicy", `${role}-role`);
    }
    for (const bucket of ["shop-source", "shop-work"]) {
      statementsOf(deployment, "aws:s3/bucketPolicy:BucketPolicy", "policy", `${bucket}-policy`);
    }
  });

  it("lets the job run SQL on the workgroup that carries its tag", async () => {
    const deployment = await deploy(() => make({ tags: { team: "shop" } }));
    const { tags } = deployment.one("aws:redshiftserverless/workgroup:Workgroup").inputs;
    assert.deepEqual(tags, { team: "shop", "s3-to-redshift:pipeline": "shop-test" });
    const { RunSqlOnWorkgroup } = statementsOf(
      deployment,
      "aws:iam/rolePolicy:RolePolicy",
      "policy",
      "shop-job-policy",
    ) as Record<string, { Condition?: object }>;
    assert.deepEqual(RunSqlOnWorkgroup.Condition, {
      StringEquals: { "aws:ResourceTag/s3-to-redshift:pipeline": "shop-test" },
    });
  });

  it("admits the job's role to the database", async () => {
    const { one } = await deploy(() => make());
    const { sql } = one("aws:redshiftdata/statement:Statement", "shop-loader-procedure").inputs;
    assert.match(sql, /GRANT CREATE, TEMP ON DATABASE "dev" TO "IAMR:shop-test-load-job";/);
    assert.equal(one("aws:iam/role:Role", "shop-job-role").inputs.name, "shop-test-load-job");
  });

  it("reads an existing bucket and makes none", async () => {
    const { resources, one, result } = await deploy(() => make({ source: { bucketName: "acme-raw", prefix: "" } }));
    const buckets = resources.filter(({ type }) => type === "aws:s3/bucket:Bucket").map(({ name }) => name);
    assert.deepEqual(buckets, ["shop-work-bucket"]);
    assert.equal(await valueOf(result.sourceBucketName), "acme-raw");
    assert.equal(one("aws:glue/crawler:Crawler").inputs.s3Targets[0].path, "s3://acme-raw/orders/");
  });

  it("protects buckets and warehouse on demand", async () => {
    const protectedTypes = async (protectData?: boolean) =>
      (await deploy(() => make({ protectData }))).resources
        .filter((resource) => resource.protect && resource.type.startsWith("aws:"))
        .map(({ name }) => name);
    assert.deepEqual(await protectedTypes(), []);
    const names = await protectedTypes(true);
    for (const name of [
      "shop-source-bucket",
      "shop-work-bucket",
      "shop-warehouse-namespace",
      "shop-warehouse-workgroup",
    ]) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(!names.includes("shop-load-job"));
  });

  it("passes on sizes, retention, key and the rest", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    const { one } = await deploy(() =>
      make({
        namePrefix: "acme-sales",
        job: { workerType: WorkerType.G2X, numberOfWorkers: 4, executionClass: ExecutionClass.Flex },
        warehouse: { serverless: { database: "shop", baseCapacity: 16 } },
        retention: { stagingDays: 1, quarantineDays: 2, reportsDays: 3, lineageDays: 5, noncurrentVersionDays: 4 },
        kmsKeyArn,
        sourceAccountCondition: true,
        forceDestroy: true,
      }),
    );
    assert.equal(one("aws:glue/job:Job").inputs.name, "acme-sales-load");
    assert.equal(one("aws:glue/job:Job").inputs.numberOfWorkers, 4);
    assert.equal(one("aws:redshiftserverless/workgroup:Workgroup").inputs.baseCapacity, 16);
    assert.equal(one("aws:redshiftserverless/namespace:Namespace").inputs.dbName, "shop");
    assert.equal(one("aws:redshiftserverless/namespace:Namespace").inputs.kmsKeyId, kmsKeyArn);
    const rules = one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs.rules;
    assert.deepEqual(
      rules.map((rule: { filter: { prefix: string }; expiration: { days?: number } }) => [
        rule.filter.prefix,
        rule.expiration.days,
      ]),
      [
        ["staging/", 1],
        ["quarantine/", 2],
        ["reports/", 3],
        ["lineage/", 5],
        ["", undefined],
      ],
    );
    for (const bucket of ["shop-source", "shop-work"]) {
      assert.equal(one("aws:s3/bucket:Bucket", `${bucket}-bucket`).inputs.forceDestroy, true);
    }
    for (const role of ["shop-crawler", "shop-copy", "shop-job"]) {
      assert.match(one("aws:iam/role:Role", `${role}-role`).inputs.assumeRolePolicy, /aws:SourceAccount/);
      assert.match(one("aws:iam/rolePolicy:RolePolicy", `${role}-policy`).inputs.policy, /kms:ViaService/);
    }
  });
});
