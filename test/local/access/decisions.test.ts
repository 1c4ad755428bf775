import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from "@aws-sdk/client-glue";
import { ExecuteStatementCommand, RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import {
  CreateNamespaceCommand,
  CreateWorkgroupCommand,
  RedshiftServerlessClient,
} from "@aws-sdk/client-redshift-serverless";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { decisions, documents, names, type RoleClients, type RoleName, workgroupTags } from "../../support/decisions";
import { clientConfig, clientsOf, eventually, localAws, putFiles } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";
import { signed } from "../../support/signed";

const REFUSED = ["AccessDenied", "AccessDeniedException"];

/** Each role's document, by real calls that are signed as a session of it. */
describe("the roles on the local AWS", function () {
  this.timeout(120_000);
  let aws: LocalAws;
  const clients = new Map<RoleName, RoleClients>();

  before(async () => {
    aws = await localAws();
    const { s3, glue, iam } = clientsOf(aws);
    for (const Bucket of [names.raw, names.work]) await s3.send(new CreateBucketCommand({ Bucket }));
    await putFiles(s3, names.raw, { "sales/orders/a.csv": "x" });
    await putFiles(s3, names.work, { "staging/run/a.parquet": "x", "code/load.py": "x" });
    for (const Name of [names.database, names.otherDatabase]) {
      await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
    }
    const PartitionKeys = [{ Name: "year", Type: "string" }];
    await glue.send(
      new CreateTableCommand({ DatabaseName: names.otherDatabase, TableInput: { Name: "orders", PartitionKeys } }),
    );
    const serverless = new RedshiftServerlessClient(clientConfig(aws));
    for (const [workgroupName, tags] of [
      [names.workgroup, workgroupTags],
      [names.otherWorkgroup, []],
    ] as const) {
      await serverless.send(new CreateNamespaceCommand({ namespaceName: workgroupName, dbName: "dev" }));
      await serverless.send(
        new CreateWorkgroupCommand({ workgroupName, namespaceName: workgroupName, tags: [...tags] }),
      );
    }
    for (const role of ["crawler", "job", "copy"] as const) {
      const { Arn } = await roleOf(iam, { name: `decisions-${role}`, statements: documents[role] });
      clients.set(role, await clientsAs(Arn));
    }
  });

  async function clientsAs(RoleArn: string): Promise<RoleClients> {
    const config = await sessionConfig(aws, RoleArn, "one");
    return {
      s3: new S3Client({ ...config, forcePathStyle: true }),
      glue: new GlueClient(config),
      data: new RedshiftDataClient(config),
      logs: new CloudWatchLogsClient(config),
      async query(service, form) {
        const body = new URLSearchParams(form).toString();
        const unsigned = { "content-type": "application/x-www-form-urlencoded" };
        const { credentials } = config;
        const headers = await signed(aws, { service, method: "POST", url: "/", headers: unsigned, body, credentials });
        const answer = await fetch(aws.endpoint, { method: "POST", headers, body });
        const text = await answer.text();
        if (answer.ok) return;
        throw Object.assign(new Error(/<Message>([^<]*)/.exec(text)?.[1]), { name: /<Code>([^<]*)/.exec(text)?.[1] });
      },
      async othersStatement() {
        const other = new RedshiftDataClient(await sessionConfig(aws, RoleArn, "two"));
        const sql = { WorkgroupName: names.workgroup, Database: "dev", Sql: "SELECT 1" };
        return (await other.send(new ExecuteStatementCommand(sql))).Id!;
      },
    };
  }

  for (const { role, may, what, action, resource, call } of decisions) {
    it(`${may ? "let" : "do not let"} ${role} ${what}`, async () => {
      const recorded = () => aws.calls.recent().filter(({ caller }) => caller.endsWith(`/decisions-${role}/one`));
      const before = recorded().length;
      const error = await call(clients.get(role)!).then(
        () => undefined,
        (reason: Error) => reason,
      );
      const isRefused = error !== undefined && REFUSED.includes(error.name);
      assert.equal(isRefused, !may, error && `${error.name}: ${error.message}`);
      if (isRefused) assert.ok(error.message.includes(`is not authorized to perform: ${action}`), error.message);

      // S3's calls are written down once their connection is closed.
      const { checked = [] } = await eventually("the record of the call", async () => recorded()[before]);
      const asked = checked.filter((it) => it.action === action);
      // A workgroup's ARN holds an id of its own.
      if (!resource.endsWith("/any"))
        assert.ok(
          asked.some((it) => it.resource === resource),
          JSON.stringify(checked),
        );
      assert.equal(
        asked.every(({ allowed }) => allowed),
        may,
      );
    });
  }
});
