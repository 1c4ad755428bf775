import { strict as assert } from "node:assert";
import { LogGroups, logGroupNames, type LogGroupsArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const args: LogGroupsArgs = { jobLogPrefix: "/aws-glue/jobs/shop-dev", namespaceName: "shop-dev" };
const make = (changed: Partial<LogGroupsArgs> = {}) => new LogGroups("shop", { ...args, ...changed });
const group = "aws:cloudwatch/logGroup:LogGroup";

describe("LogGroups", () => {
  itIsAComponent({
    make: (opts) => new LogGroups("shop", args, opts),
    type: "s3-to-redshift:monitoring:LogGroups",
    children: [
      [group, "shop-job-error"],
      [group, "shop-job-output"],
      [group, "shop-namespace-connectionlog"],
      [group, "shop-namespace-useractivitylog"],
      [group, "shop-namespace-userlog"],
    ],
    outputs: ({ jobLogPrefix, logGroupNames }) => ({ jobLogPrefix: jobLogPrefix!, logGroupNames }),
  });

  it("keeps what the jobs of this pipeline write, for a month unless told otherwise", async () => {
    assert.deepEqual((await deploy(() => make())).one(group, "shop-job-output").inputs, {
      name: "/aws-glue/jobs/shop-dev/output",
      retentionInDays: 30,
    });
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    const { one } = await deploy(() => make({ retentionDays: 400, kmsKeyArn, tags: { team: "shop" } }));
    assert.deepEqual(one(group, "shop-job-error").inputs, {
      name: "/aws-glue/jobs/shop-dev/error",
      retentionInDays: 400,
      kmsKeyId: kmsKeyArn,
      tags: { team: "shop" },
    });
  });

  it("has a prefix for the jobs that is known at preview and waits for the groups", async () => {
    const { result } = await deploy(() => make({ namespaceName: undefined }), { preview: true });
    assert.equal(await valueOf(result.jobLogPrefix!), "/aws-glue/jobs/shop-dev");
    const resources = await (result.jobLogPrefix as unknown as { allResources(): Promise<Set<object>> }).allResources();
    assert.equal(resources.size, 2);
  });

  it("knows the names that AWS gives", () => {
    assert.deepEqual(logGroupNames({ namespaceName: "shop-dev" }), [
      "/aws/redshift/shop-dev/userlog",
      "/aws/redshift/shop-dev/connectionlog",
      "/aws/redshift/shop-dev/useractivitylog",
    ]);
    assert.deepEqual(logGroupNames({ clusterIdentifier: "shop-dev" }), [
      "/aws/redshift/cluster/shop-dev/userlog",
      "/aws/redshift/cluster/shop-dev/connectionlog",
      "/aws/redshift/cluster/shop-dev/useractivitylog",
    ]);
    const encrypted = {
      jobLogPrefix: "/aws-glue/jobs/shop-dev",
      securityConfigurationName: "shop-dev-kms",
      jobRoleName: "shop-dev-load-job",
      crawlerRoleName: "shop-dev-crawler",
    };
    assert.deepEqual(logGroupNames(encrypted), [
      "/aws-glue/jobs/shop-dev/shop-dev-kms-role/shop-dev-load-job/output",
      "/aws-glue/jobs/shop-dev/shop-dev-kms-role/shop-dev-load-job/error",
      "/aws-glue/crawlers-role/shop-dev-crawler-shop-dev-kms",
    ]);
  });

  it("makes none of the groups that all of an account share", () => {
    assert.deepEqual(logGroupNames({ crawlerRoleName: "shop-dev-crawler", jobRoleName: "shop-dev-load-job" }), []);
    assert.deepEqual(logGroupNames({ crawlerRoleName: "shop-dev-crawler" }), []);
  });

  itRefuses([
    [
      "days that CloudWatch does not know",
      () => make({ retentionDays: 31 }),
      /^retentionDays: expected one of 1, 3, .*31$/,
    ],
    ["to keep them for ever", () => make({ retentionDays: 0 }), /^retentionDays: expected one of 1, 3, .*got 0$/],
    ["a prefix without a slash", () => make({ jobLogPrefix: "shop" }), /^jobLogPrefix: .* the first \/, got "shop"$/],
    ["a prefix that ends with one", () => make({ jobLogPrefix: "/shop/" }), /^jobLogPrefix: .*, got "\/shop\/"$/],
    [
      "a security configuration without the jobs' role",
      () => make({ securityConfigurationName: "kms" }),
      /^jobRoleName: expected a name, since with a security configuration Glue puts it into the groups'$/,
    ],
    ["a namespace with a blank", () => make({ namespaceName: "my shop" }), /^namespaceName: .*, got "my shop"$/],
    ["a cluster with a blank", () => make({ clusterIdentifier: "my shop" }), /^clusterIdentifier: .*, got "my shop"$/],
  ]);
});
