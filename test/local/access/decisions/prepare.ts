import {
  CreateDatabaseCommand,
  CreateJobCommand,
  CreateTableCommand,
  CreateTriggerCommand,
  CreateWorkflowCommand,
} from "@aws-sdk/client-glue";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateNamespaceCommand,
  CreateWorkgroupCommand,
  RedshiftServerlessClient,
} from "@aws-sdk/client-redshift-serverless";
import { CreateBucketCommand, PutBucketEncryptionCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../../../local/aws";
import { queryCall } from "../../../../local/warehouse/query-call";
import {
  iamName,
  keys,
  locked,
  names,
  roleDocuments,
  type RoleName,
  trusted,
  workgroupArns,
  workgroupTag,
} from "../../../support/decisions";
import { clientConfig, clientsOf, makeRole, putFiles } from "../../../support/local-aws";
import { documentOf } from "../../../support/role-session";

/** What the local AWS made up, in the place of what the table of decisions writes. */
export class MadeUp {
  private readonly real = new Map<string, string>();

  put(written: string, real: string): void {
    this.real.set(written, real);
  }

  /** The text with the real ARNs. */
  in(text: string): string {
    return [...this.real].reduce((all, [written, real]) => all.replaceAll(written, real), text);
  }
}

/** Makes what the table of decisions names: all that the roles may reach, and what is next to it. */
export async function prepare(aws: LocalAws, roles: RoleName[]): Promise<MadeUp> {
  const madeUp = new MadeUp();
  await makeKeys(aws, madeUp);
  await Promise.all([makeBuckets(aws, madeUp), makeWorkgroups(aws, madeUp), makeClusters(aws)]);
  await makeRoles(aws, madeUp, roles);
  await makeGlue(aws);
  return madeUp;
}

async function makeKeys(aws: LocalAws, madeUp: MadeUp): Promise<void> {
  const kms = new KMSClient(clientConfig(aws));
  for (const { arn, alias } of Object.values(keys)) {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata!.KeyId }));
    madeUp.put(arn, KeyMetadata!.Arn!);
  }
}

async function makeBuckets(aws: LocalAws, madeUp: MadeUp): Promise<void> {
  const { s3 } = clientsOf(aws);
  for (const Bucket of [names.raw, names.work, ...Object.values(locked)])
    await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Bucket of Object.values(locked)) {
    const KMSMasterKeyID = madeUp.in((Bucket === locked.foreign ? keys.other : keys.own).arn);
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID };
    const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
  }
  for (const Bucket of [names.raw, locked.raw]) await putFiles(s3, Bucket, { "sales/orders/a.csv": "x" });
  const staged = { "staging/run/a.parquet": "x", "staging/run/b.parquet": "x" };
  for (const Bucket of [names.work, locked.work]) await putFiles(s3, Bucket, staged);
  await putFiles(s3, names.work, { "code/load.py": "pass" });
  for (const Bucket of [locked.open, locked.foreign]) {
    await putFiles(s3, Bucket, { a: "x" });
    const actions = { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"] };
    const Policy = documentOf({ ...actions, Principal: "*", Resource: `arn:aws:s3:::${Bucket}/*` });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
}

async function makeWorkgroups(aws: LocalAws, madeUp: MadeUp): Promise<void> {
  const serverless = new RedshiftServerlessClient(clientConfig(aws));
  // COPY may name each of them, and only one is for it.
  const iamRoles = (Object.keys(trusted) as RoleName[]).map((role) => roleArn(aws, role));
  for (const [workgroupName, written, tags] of [
    [names.workgroup, workgroupArns.own, [workgroupTag]],
    [names.otherWorkgroup, workgroupArns.other, []],
  ] as const) {
    const namespace = { namespaceName: workgroupName, dbName: "dev", manageAdminPassword: true, iamRoles };
    await serverless.send(new CreateNamespaceCommand(namespace));
    const { workgroup } = await serverless.send(
      new CreateWorkgroupCommand({ workgroupName, namespaceName: workgroupName, tags: [...tags] }),
    );
    madeUp.put(written, workgroup!.workgroupArn!);
  }
}

async function makeClusters(aws: LocalAws): Promise<void> {
  for (const ClusterIdentifier of [names.cluster, names.otherCluster]) {
    await queryCall({ endpoint: () => aws.endpoint, region: aws.region }, "redshift", {
      ...{ Action: "CreateCluster", Version: "2012-12-01", ClusterIdentifier, DBName: names.clusterDatabase },
      ...{ ClusterType: "single-node", NodeType: "ra3.large", MasterUsername: "boss", ManageMasterPassword: "true" },
    });
  }
}

export const roleArn = (aws: LocalAws, role: RoleName) => `arn:aws:iam::${aws.accountId}:role/${iamName(role)}`;

async function makeRoles(aws: LocalAws, madeUp: MadeUp, roles: RoleName[]): Promise<void> {
  const { iam } = clientsOf(aws);
  const documents = await roleDocuments();
  for (const role of roles) {
    const { trust, policies } = documents[role];
    const RoleName = iamName(role);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    for (const [i, policy] of policies.entries()) {
      const PolicyDocument = madeUp.in(policy);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: `policy-${i}`, PolicyDocument }));
    }
  }
}

async function makeGlue(aws: LocalAws): Promise<void> {
  const { glue, iam } = clientsOf(aws);
  for (const Name of [names.database, names.otherDatabase])
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
  const PartitionKeys = [{ Name: "year", Type: "string" }];
  const TableInput = { Name: "orders", PartitionKeys };
  await glue.send(new CreateTableCommand({ DatabaseName: names.otherDatabase, TableInput }));
  const Command = { Name: "glueetl", ScriptLocation: `s3://${names.work}/code/load.py` };
  await glue.send(new CreateJobCommand({ Name: names.job, Role: await makeRole(iam), Command }));
  for (const Name of [names.workflow, names.otherWorkflow]) {
    await glue.send(new CreateWorkflowCommand({ Name }));
    await glue.send(
      new CreateTriggerCommand({
        ...{ Name: `decisions-of-${Name}`, WorkflowName: Name, Type: "EVENT", Actions: [{ JobName: names.job }] },
        // So many events never come: no run begins.
        EventBatchingCondition: { BatchSize: 100, BatchWindow: 900 },
      }),
    );
  }
}
