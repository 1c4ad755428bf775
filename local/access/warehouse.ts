import type { AwsRequest } from "../gateway/service";
import type { Tagged } from "../warehouse/cluster/registry";
import type { Workgroup } from "../warehouse/serverless/registry";
import { arn, type Need, type Place } from "./need";
import { clusterLogin } from "./redshift";

/** What the Data API must know of the warehouse to tell what a call needs. */
export interface WarehouseFacts extends Place {
  /** By name or ARN. */
  workgroup(name: string): Workgroup | undefined;
  /** By identifier. */
  cluster(name: string): Tagged | undefined;
  /** `aws:userid` of who ran the statement. */
  ownerOf(statementId: string): string | undefined;
}

const ON_STATEMENTS = /^(DescribeStatement|GetStatementResult|GetStatementResultV2|CancelStatement|ListStatements)$/;

/**
 * What a call of the Redshift Data API needs: with the caller's own identity also credentials of the workgroup, or of the
 * cluster's database, with a secret its value.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-iam.html
 */
export function dataApiNeeds({ action, input }: AwsRequest, facts: WarehouseFacts): Need[] {
  const name = `redshift-data:${action}`;
  if (ON_STATEMENTS.test(action)) {
    const owner = input.Id === undefined ? undefined : facts.ownerOf(String(input.Id));
    return [{ action: name, resources: ["*"], context: { "redshift-data:statement-owner-iam-userid": owner } }];
  }
  const workgroup = facts.workgroup(String(input.WorkgroupName));
  const cluster = facts.cluster(String(input.ClusterIdentifier));
  const on = workgroup ? ofWorkgroup(workgroup) : cluster && onTagged(cluster);
  // Without one the service itself says that there is no such endpoint.
  if (!on) return [{ action: name, resources: ["*"] }];
  if (input.SecretArn !== undefined)
    return [
      { action: name, ...on },
      { action: "secretsmanager:GetSecretValue", resources: [String(input.SecretArn)] },
    ];
  const login = workgroup
    ? { action: "redshift-serverless:GetCredentials", ...on }
    : clusterLogin(String(input.ClusterIdentifier), String(input.Database), facts);
  return [{ action: name, ...on }, login];
}

/** What a call of Redshift Serverless needs. */
export function serverlessNeeds(
  { action, input }: AwsRequest,
  place: Place,
  facts: Pick<WarehouseFacts, "workgroup">,
): Need[] {
  const name = `redshift-serverless:${action}`;
  const workgroup = input.workgroupName === undefined ? undefined : facts.workgroup(String(input.workgroupName));
  if (workgroup) return [{ action: name, ...ofWorkgroup(workgroup) }];
  return [{ action: name, resources: [arn("redshift-serverless", place, "*")] }];
}

const ofWorkgroup = ({ workgroupArn, tags }: Workgroup) => onTagged({ arn: workgroupArn, tags });

const onTagged = ({ arn: resource, tags }: Tagged) => ({
  resources: [resource],
  context: Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
});
