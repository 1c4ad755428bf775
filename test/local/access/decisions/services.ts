import { CreateCrawlerCommand } from "@aws-sdk/client-glue";
import { DescribeStatementCommand, ExecuteStatementCommand, RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { GetNamespaceCommand, RedshiftServerlessClient } from "@aws-sdk/client-redshift-serverless";
import type { LocalAws } from "../../../../local/aws";
import { queryCall } from "../../../../local/warehouse/query-call";
import { names } from "../../../support/decisions";
import { clientConfig, clientsOf, eventually, uniqueName } from "../../../support/local-aws";
import { notifyAs } from "./notify";

/** How a service comes to a role. */
interface Service {
  /** Gives the role to the service, which must take it on. @throws Error where it does not */
  take(aws: LocalAws, roleArn: string): Promise<unknown>;
  /** What it says of a role that does not trust it. */
  refusal: RegExp;
}

/** The services that take on roles here. COPY alone does so for Redshift: for both of its names, which is the same here. */
export const SERVICES: Record<string, Service> = {
  "glue.amazonaws.com": {
    take: (aws, Role) => {
      const Targets = { S3Targets: [{ Path: `s3://${names.raw}/sales/orders/` }] };
      return clientsOf(aws).glue.send(new CreateCrawlerCommand({ Name: uniqueName("crawler"), Role, Targets }));
    },
    refusal: /^Service is unable to assume role .* Please verify role's TrustPolicy$/,
  },
  "redshift.amazonaws.com": {
    take: copyAs,
    refusal: /^User arn:aws:redshift:.* is not authorized to assume IAM Role /,
  },
  "events.amazonaws.com": {
    take: (aws, roleArn) => notifyAs(aws, roleArn, names.workflow),
    refusal: /^events\.amazonaws\.com is not authorized to assume the role /,
  },
  "scheduler.redshift.amazonaws.com": {
    take: (aws, IamRole) =>
      queryCall({ endpoint: () => aws.endpoint, region: aws.region }, "redshift", {
        ...{ Action: "CreateScheduledAction", Version: "2012-12-01", ScheduledActionName: uniqueName("action") },
        ...{ IamRole, Schedule: "cron(0 20 * * ? 2099)" },
        ...{ "TargetAction.PauseCluster.ClusterIdentifier": names.cluster },
      }),
    refusal: /^The IAM role must delegate access to Amazon Redshift scheduler: /,
  },
};

async function copyAs(aws: LocalAws, roleArn: string): Promise<void> {
  const config = clientConfig(aws);
  const data = new RedshiftDataClient(config);
  const serverless = new RedshiftServerlessClient(config);
  const { namespace } = await serverless.send(new GetNamespaceCommand({ namespaceName: names.workgroup }));
  const admin = { WorkgroupName: names.workgroup, Database: "dev", SecretArn: namespace!.adminPasswordSecretArn };
  const ended = async (Sql: string) => {
    const { Id } = await data.send(new ExecuteStatementCommand({ ...admin, Sql }));
    return eventually(Sql, async () => {
      const { Status, Error: error } = await data.send(new DescribeStatementCommand({ Id }));
      return ["FINISHED", "FAILED", "ABORTED"].includes(Status!) ? { error } : undefined;
    });
  };
  await ended("CREATE TABLE IF NOT EXISTS taken (line VARCHAR(10))");
  const from = `s3://${names.work}/staging/run/b.parquet`;
  const { error } = await ended(`COPY taken FROM '${from}' IAM_ROLE '${roleArn}' FORMAT AS CSV`);
  if (error) throw new Error(error.replace(/^ERROR: /, ""));
}
