import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateJobCommand,
  CreateSecurityConfigurationCommand,
  DeleteSecurityConfigurationCommand,
  GetCrawlerCommand,
  GetJobRunsCommand,
  InvalidInputException,
  PutDataCatalogEncryptionSettingsCommand,
  StartJobRunCommand,
  UpdateCrawlerCommand,
  UpdateJobCommand,
} from "@aws-sdk/client-glue";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { strict as assert } from "node:assert";
import { crawlerStatements } from "../../../components/access/crawler-role";
import { policyDocument, type Statement, trustStatement } from "../../../components/access/documents";
import { loadJobStatements } from "../../../components/access/load-job-role";
import { keyStatements } from "../../../components/encryption/key-policy";
import { encryptedLogGroups } from "../../../components/encryption/security-configuration";
import { workPrefixes } from "../../../components/job/work-prefixes";
import type { LocalAws } from "../../../local/aws";
import { place } from "../../support/decisions/names";
import { crawlToEnd, runToEnd } from "../../support/glue-runs";
import {
  clientConfig,
  clientsOf,
  eventually,
  localAws,
  logLines,
  makeBucket,
  putFiles,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";
import { roleOf } from "../../support/role-session";

const DatabaseName = uniqueName("encrypted").replace("-", "_");
const SCRIPT = `
import boto3
print(boto3.client("glue").get_table(DatabaseName="${DatabaseName}", Name="orders")["Table"]["Name"])
`;

/** A role of the library, and what it is there for. */
interface Duty {
  roleName: string;
  statements: Statement[];
  /** @returns what it says when it fails */
  run(): Promise<string | undefined>;
  logGroups: string[];
  /** Of the last run. */
  lines(): Promise<string[]>;
}

describe("a security configuration, and a Data Catalog that a KMS key encrypts", function () {
  this.timeout(180_000);
  const configuration = uniqueName("shop");
  let aws: LocalAws;
  let clients: TestClients;
  let kms: KMSClient;
  let bucketName: string;
  let logsKeyArn: string;
  const duties = {} as Record<"crawler" | "job", Duty>;

  before(async () => {
    aws = await localAws();
    clients = clientsOf(aws);
    kms = new KMSClient(clientConfig(aws));
    const { glue, s3 } = clients;
    logsKeyArn = await makeKey(policyDocument(keyStatements(place, encryptedLogGroups(configuration), [])));
    const catalogKmsKeyArn = await makeKey();
    bucketName = await makeBucket(s3, { "code/script.py": SCRIPT });
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
    await makeConfiguration(configuration, logsKeyArn);
    const EncryptionAtRest = { CatalogEncryptionMode: "SSE-KMS", SseAwsKmsKeyId: catalogKmsKeyArn } as const;
    await encryptCatalog(EncryptionAtRest);
    const encryption = { kmsKeyArn: logsKeyArn, catalogKmsKeyArn, securityConfigurationName: configuration };
    duties.crawler = await crawlerDuty(encryption);
    duties.job = await jobDuty(encryption);
    for (const { run } of Object.values(duties)) assert.equal(await run(), undefined);
  });
  // All other tests have the same catalog.
  after(() => encryptCatalog({ CatalogEncryptionMode: "DISABLED" }));

  const makeKey = async (Policy?: string) => (await kms.send(new CreateKeyCommand({ Policy }))).KeyMetadata!.Arn!;
  const encryptCatalog = (EncryptionAtRest: {
    CatalogEncryptionMode: "SSE-KMS" | "DISABLED";
    SseAwsKmsKeyId?: string;
  }) =>
    clients.glue.send(
      new PutDataCatalogEncryptionSettingsCommand({ DataCatalogEncryptionSettings: { EncryptionAtRest } }),
    );
  const makeConfiguration = (Name: string, KmsKeyArn?: string) =>
    clients.glue.send(
      new CreateSecurityConfigurationCommand({
        Name,
        EncryptionConfiguration: {
          CloudWatchEncryption: { CloudWatchEncryptionMode: KmsKeyArn ? "SSE-KMS" : "DISABLED", KmsKeyArn },
        },
      }),
    );

  async function crawlerDuty(encryption: Parameters<typeof crawlerStatements>[3]): Promise<Duty> {
    const statements = crawlerStatements(place, { bucketName, prefixes: ["orders/"] }, DatabaseName, encryption);
    const { RoleName, Arn: Role } = await roleOf(clients.iam, { statements });
    const Name = uniqueName("crawler");
    const Targets = { S3Targets: [{ Path: `s3://${bucketName}/orders/` }] };
    const CrawlerSecurityConfiguration = configuration;
    await clients.glue.send(
      new CreateCrawlerCommand({ Name, Role, DatabaseName, Targets, CrawlerSecurityConfiguration }),
    );
    let files = 0;
    const logGroup = `/aws-glue/crawlers-role/${RoleName}-${configuration}`;
    return {
      ...{ roleName: RoleName, statements, logGroups: [logGroup] },
      run: async () => {
        // A new partition is to be written each time.
        await putFiles(clients.s3, bucketName, { [`orders/day=${++files}/a.csv`]: "id,v\n1,2\n" });
        return crawlToEnd(clients.glue, Name);
      },
      lines: async () => {
        const { Crawler } = await clients.glue.send(new GetCrawlerCommand({ Name }));
        const lines = await logLines(clients.logs, logGroup, Name);
        return lines.filter((line) => line.includes(Crawler!.LastCrawl!.MessagePrefix!));
      },
    };
  }

  async function jobDuty(encryption: Parameters<typeof crawlerStatements>[3]): Promise<Duty> {
    const Name = uniqueName("job");
    const statements = loadJobStatements(place, {
      ...{ jobName: Name, sourceBucketName: bucketName, folders: ["orders/"], databaseName: DatabaseName },
      ...{ workBucketName: bucketName, workPrefixes, metricsNamespace: "Shop" },
      ...{ workgroupTag: { key: "shop", value: "shop" }, ...encryption },
    });
    const { RoleName, Arn: Role } = await roleOf(clients.iam, { statements });
    const Command = { Name: "glueetl", ScriptLocation: `s3://${bucketName}/code/script.py` };
    await clients.glue.send(new CreateJobCommand({ Name, Role, Command, SecurityConfiguration: configuration }));
    const logGroup = `/aws-glue/jobs/${configuration}-role/${RoleName}`;
    return {
      ...{ roleName: RoleName, statements, logGroups: [`${logGroup}/output`, `${logGroup}/error`] },
      run: () => runToEnd(clients.glue, Name, {}),
      lines: async () => {
        const { JobRuns } = await clients.glue.send(new GetJobRunsCommand({ JobName: Name }));
        return logLines(clients.logs, `${logGroup}/output`, JobRuns![0].Id!);
      },
    };
  }

  /** Runs while the role has these statements alone. */
  async function runWith({ roleName: RoleName, statements, run }: Duty, fewer: Statement[]) {
    const put = (all: Statement[]) =>
      clients.iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: "access", PolicyDocument: policyDocument(all) }),
      );
    await put(fewer);
    const message = await run();
    await put(statements);
    return message;
  }
  const without = ({ statements }: Duty, sid: string, action: string) =>
    statements
      .map((it) => (it.Sid === sid ? { ...it, Action: it.Action.filter((one) => one !== action) } : it))
      .filter(({ Action }) => Action.length > 0);
  const actionsOf = ({ statements }: Duty, sid: string) => statements.find(({ Sid }) => Sid === sid)!.Action;

  for (const name of ["crawler", "job"] as const) {
    describe(`with the document of the ${name}'s role`, () => {
      it("encrypts its log groups and writes to them, again and again", async () => {
        const { logGroups, run, lines } = duties[name];
        assert.equal(await run(), undefined);
        assert.ok((await lines()).length > 0);
        for (const logGroupNamePrefix of logGroups) {
          const { logGroups: found } = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
          assert.deepEqual(
            found!.map(({ kmsKeyId }) => kmsKeyId),
            [logsKeyArn],
            logGroupNamePrefix,
          );
        }
      });

      it("fails without any of what it takes to encrypt the groups, and writes no log", async () => {
        const duty = duties[name];
        for (const [sid, action] of [
          ["EncryptLogs", "logs:AssociateKmsKey"],
          ["UseKeyThroughLogs", "kms:DescribeKey"],
          ["UseKeyThroughLogs", "kms:Encrypt"],
        ]) {
          const message = await runWith(duty, without(duty, sid, action));
          const [group] = duty.logGroups;
          assert.match(message ?? "", new RegExp(`^Failed to AssociateKmsKey for logGroup: ${group} using KmsKeyId: `));
          assert.match(message ?? "", new RegExp(`is not authorized to perform: ${action} on resource`));
          assert.deepEqual(await duty.lines(), []);
        }
        assert.deepEqual(actionsOf(duty, "EncryptLogs"), ["logs:AssociateKmsKey"]);
      });

      it("goes on without logs where it may not write with the key", async () => {
        const duty = duties[name];
        for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
          assert.equal(await runWith(duty, without(duty, "UseKeyThroughLogs", action)), undefined, action);
          assert.deepEqual(await duty.lines(), []);
          await eventually(`the refusal of ${action}`, async () =>
            aws.calls
              .recent()
              .find(
                (call) =>
                  call.action === "PutLogEvents" &&
                  call.caller.includes(`/${duty.roleName}/`) &&
                  call.checked?.some((it) => it.action === action && !it.allowed),
              ),
          );
        }
      });

      it("fails without any of what it may do with the catalog's key", async () => {
        const duty = duties[name];
        for (const action of actionsOf(duty, "UseKeyThroughGlue")) {
          const message = await runWith(duty, without(duty, "UseKeyThroughGlue", action));
          assert.match(message ?? "", new RegExp(`is not authorized to perform: ${action} on resource`));
        }
        assert.equal(await duty.run(), undefined);
      });
    });
  }

  it("fails where the key's policy does not let CloudWatch Logs use it", async () => {
    const KeyId = logsKeyArn;
    const policy = (groups: string[]) => policyDocument(keyStatements(place, groups, []));
    const put = (groups: string[]) =>
      kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: policy(groups) }));
    await put(["/aws-glue/*-another"]);
    for (const { run, logGroups } of Object.values(duties)) {
      assert.match((await run()) ?? "", new RegExp(`not allowed to be used with Arn '.*:log-group:${logGroups[0]}'$`));
    }
    await put(encryptedLogGroups(configuration));
    for (const { run } of Object.values(duties)) assert.equal(await run(), undefined);
  });

  it("must be there when it is named, and when it is used", async () => {
    const { glue } = clients;
    const { Arn: Role } = await roleOf(clients.iam, { statements: duties.job.statements });
    const Name = uniqueName("named");
    const Command = { Name: "glueetl", ScriptLocation: `s3://${bucketName}/code/script.py` };
    const Targets = { S3Targets: [{ Path: `s3://${bucketName}/orders/` }] };
    const missing = { name: InvalidInputException.name, message: /SecurityConfiguration none not found/ };
    const job = (SecurityConfiguration?: string) =>
      new CreateJobCommand({ Name, Role, Command, SecurityConfiguration });
    const crawler = { Name, Role, DatabaseName, Targets };
    await assert.rejects(glue.send(job("none")), missing);
    await assert.rejects(
      glue.send(new CreateCrawlerCommand({ ...crawler, CrawlerSecurityConfiguration: "none" })),
      missing,
    );
    await glue.send(job());
    await glue.send(new CreateCrawlerCommand(crawler));
    const JobUpdate = { Role, Command, SecurityConfiguration: "none" };
    await assert.rejects(glue.send(new UpdateJobCommand({ JobName: Name, JobUpdate })), missing);
    await assert.rejects(glue.send(new UpdateCrawlerCommand({ Name, CrawlerSecurityConfiguration: "none" })), missing);
    await assert.rejects(glue.send(new StartJobRunCommand({ JobName: Name, SecurityConfiguration: "none" })), missing);

    const gone = uniqueName("gone");
    await makeConfiguration(gone);
    await glue.send(new UpdateJobCommand({ JobName: Name, JobUpdate: { ...JobUpdate, SecurityConfiguration: gone } }));
    await glue.send(new UpdateCrawlerCommand({ Name, CrawlerSecurityConfiguration: gone }));
    await glue.send(new DeleteSecurityConfigurationCommand({ Name: gone }));
    assert.match((await runToEnd(glue, Name, {})) ?? "", new RegExp(`SecurityConfiguration ${gone} not found`));
    assert.match((await crawlToEnd(glue, Name)) ?? "", new RegExp(`SecurityConfiguration ${gone} not found`));
  });

  it("names the crawler's group with the role's path, and leaves it plain where it does not encrypt logs", async () => {
    const { glue, iam, logs } = clients;
    const plain = uniqueName("plain");
    await makeConfiguration(plain);
    const RoleName = uniqueName("role");
    const AssumeRolePolicyDocument = policyDocument([trustStatement(["glue.amazonaws.com"])]);
    await iam.send(new CreateRoleCommand({ RoleName, Path: "/service-role/", AssumeRolePolicyDocument }));
    const PolicyDocument = policyDocument(duties.crawler.statements);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "access", PolicyDocument }));
    const Name = uniqueName("crawler");
    const Targets = { S3Targets: [{ Path: `s3://${bucketName}/orders/` }] };
    const settings = { Role: `service-role/${RoleName}`, CrawlerSecurityConfiguration: plain };
    await glue.send(new CreateCrawlerCommand({ Name, DatabaseName, Targets, ...settings }));
    assert.equal(await crawlToEnd(glue, Name), undefined);
    const logGroupNamePrefix = `/aws-glue/crawlers-role/service-role/${RoleName}-${plain}`;
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    assert.deepEqual(
      logGroups!.map(({ kmsKeyId }) => kmsKeyId),
      [undefined],
    );
    assert.ok((await logLines(logs, logGroupNamePrefix, Name)).length > 0);
  });
});
