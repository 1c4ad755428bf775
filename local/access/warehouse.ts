import type { AwsRequest } from "../gateway/service";
import type { Workgroup } from "../warehouse/serverless/registry";
import { arn, type Need, type Place } from "./need";

/** What the Data API must know of the warehouse to tell what a call needs. */
export interface WarehouseFacts {
  /** By name or ARN. */
  workgroup(name: string): Workgroup | undefined;
  /** `aws:userid` of who ran the statement. */
  ownerOf(statementId: string): string | undefined;
}

const ON_STATEMENTS = /^(DescribeStatement|GetStatementResult|GetStatementResultV2|CancelStatement|ListStatements)$/;

/**
 * What a call of the Redshift Data API needs: with the caller's own identity also credentials of the workgroup, with a
 * secret its value.
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
  // Without one the service itself says that there is no such endpoint.
  if (!workgroup) return [{ action: name, resources: ["*"] }];
  const on = ofWorkgroup(workgroup);
  const login =
    input.SecretArn === undefined
      ? { action: "redshift-serverless:GetCredentials", ...on }
      : { action: "secretsmanager:GetSecretValue", resources: [String(input.SecretArn)] };
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

const ofWorkgroup = ({ workgroupArn, tags }: Workgroup) => ({
  resources: [workgroupArn],
  context: Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
});
