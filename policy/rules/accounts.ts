import type { PolicyDocument } from "../iam/document";
import { arnParts } from "../iam/pattern";
import type { Resource, Stack } from "./resources";
import { ifKnown } from "./unverifiable";

/** Where a resource that is but a policy names what the policy is of: an ARN, or the URL of a queue. */
const SUBJECTS: Record<string, string> = {
  "aws:s3control/accessPointPolicy:AccessPointPolicy": "accessPointArn",
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": "tableBucketArn",
  "aws:s3tables/tablePolicy:TablePolicy": "tableBucketArn",
  "aws:kms/keyPolicy:KeyPolicy": "keyId",
  "aws:kms/replicaKey:ReplicaKey": "primaryKeyArn",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "primaryKeyArn",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "secretArn",
  "aws:sns/topicPolicy:TopicPolicy": "arn",
  "aws:sqs/queuePolicy:QueuePolicy": "queueUrl",
  "aws:redshift/resourcePolicy:ResourcePolicy": "resourceArn",
  "aws:redshiftserverless/resourcePolicy:ResourcePolicy": "resourceArn",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "resourceArn",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "resourceArn",
  "aws:msk/clusterPolicy:ClusterPolicy": "clusterArn",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "eventBusName",
};

/** Where resources name the role that they work with: iam:PassRole takes none of another account. */
const PASSED_ROLES: Record<string, string> = {
  "aws:glue/crawler:Crawler": "role",
  "aws:glue/job:Job": "roleArn",
  "aws:lambda/function:Function": "role",
  "aws:redshift/cluster:Cluster": "iamRoles",
  "aws:redshift/clusterIamRoles:ClusterIamRoles": "iamRoleArns",
  "aws:redshiftserverless/namespace:Namespace": "iamRoles",
  "aws:sfn/stateMachine:StateMachine": "roleArn",
};

/**
 * The accounts of which one is the resource's, by what is known before it is made: its provider takes no other, or its policy
 * names it: as what it is attached to, or in a `Resource` element, which stands for that alone. Who is let in, and on whose
 * behalf (`aws:SourceAccount`), tells nothing of it.
 */
export function accountsOf({ type, props, provider }: Resource, document: PolicyDocument): string[] {
  const subject = Object.hasOwn(SUBJECTS, type) ? known(props, SUBJECTS[type]) : [];
  const resources = document.statements.flatMap((it) => [...it.resources, ...it.notResources]);
  return distinct([...ofProvider(provider), ...[...subject, ...resources].map(accountIn)]);
}

/**
 * The accounts of a stack's roles and other identities, which it can neither make nor read in an account that is not its own. They
 * are known where they are made already, and where another resource gets a role by an ARN that is made of names.
 */
export function accountsOfStack({ resources }: Stack): string[] {
  const arns = resources.flatMap(({ type, props }) => {
    if (type.startsWith("aws:iam/")) return known(props, "arn");
    return Object.hasOwn(PASSED_ROLES, type) ? known(props, PASSED_ROLES[type]) : [];
  });
  return distinct(arns.map(accountIn));
}

/** The account of what is made already; undefined of buckets, whose ARNs name none. */
export const accountOfMade = ({ props }: Resource): string | undefined => known(props, "arn").map(accountIn)[0];

/** `allowedAccountIds`, and the account of the role that is assumed last. */
function ofProvider(provider: Record<string, unknown>): (string | undefined)[] {
  const roles = ["assumeRoleWithWebIdentity", "assumeRole", "assumeRoles"].flatMap((it) => configured(provider, it));
  const last = (roles.at(-1) ?? {}) as Record<string, unknown>;
  return [...configured(provider, "allowedAccountIds").map(account), ...known(last, "roleArn").map(accountIn)];
}

/** The engine shows as JSON what is no text in a provider's configuration. */
function configured(provider: Record<string, unknown>, property: string): unknown[] {
  return known(provider, property).flatMap((value) => {
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return [];
    }
  });
}

/** One value or several; none where one of them is unknown. */
const known = (props: Record<string, unknown>, property: string): unknown[] =>
  ifKnown(() => [props[property] ?? []].flat()) ?? [];

/** Of an ARN, or of `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`. */
function accountIn(text: unknown): string | undefined {
  const [, ofQueue] = /^https?:\/\/[^/]+\/(\d+)\/[^/]+$/.exec(String(text)) ?? [];
  return account(ofQueue ?? arnParts(String(text))[4]);
}

const account = (text: unknown) => (/^\d{12}$/.test(String(text)) ? String(text) : undefined);

const distinct = (accounts: (string | undefined)[]) => [...new Set(accounts.filter((it) => it !== undefined))];
