import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { GlueClient } from "@aws-sdk/client-glue";
import { EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { ExecuteStatementCommand, RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../../../local/aws";
import { queryCall } from "../../../../local/warehouse/query-call";
import { names, type RoleClients } from "../../../support/decisions";
import { clientConfig } from "../../../support/local-aws";
import { sessionConfig } from "../../../support/role-session";
import { notifyAs } from "./notify";

/** Clients that sign as the session `one` of the role. */
export async function clientsAs(aws: LocalAws, RoleArn: string): Promise<RoleClients> {
  const config = await sessionConfig(aws, RoleArn, "one");
  const account = new KMSClient(clientConfig(aws));
  return {
    s3: new S3Client({ ...config, forcePathStyle: true }),
    glue: new GlueClient(config),
    data: new RedshiftDataClient(config),
    logs: new CloudWatchLogsClient(config),
    kms: new KMSClient(config),
    query: (service, form) =>
      queryCall({ endpoint: () => aws.endpoint, region: aws.region }, service, form, config.credentials),
    notify: (workflow) => notifyAs(aws, RoleArn, workflow),
    async othersStatement() {
      const other = new RedshiftDataClient(await sessionConfig(aws, RoleArn, "two"));
      const sql = { WorkgroupName: names.workgroup, Database: "dev", Sql: "SELECT 1" };
      return (await other.send(new ExecuteStatementCommand(sql))).Id!;
    },
    sealed: async (KeyId) =>
      (await account.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") }))).CiphertextBlob!,
  };
}
