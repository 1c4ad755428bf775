import { ec2Needs } from "./ec2";
import { arn, type Need, type Place } from "./need";

type Input = Record<string, unknown>;
type Needs = (input: Input, place: Place) => Need["resources"] | { resources: string[]; context?: Need["context"] };

const logGroup: Needs = ({ logGroupName }, place) => [arn("logs", place, `log-group:${String(logGroupName)}`)];
const logStream: Needs = ({ logGroupName, logStreamName }, place) => [
  arn("logs", place, `log-group:${String(logGroupName)}:log-stream:${String(logStreamName)}`),
];
const secret: Needs = ({ SecretId }, place) => {
  const id = String(SecretId);
  // The six letters at the end, which AWS makes up, `Secrets` fills in.
  return [id.startsWith("arn:") ? id : arn("secretsmanager", place, `secret:${id}-??????`)];
};
const key: Needs = ({ KeyId }, place) => {
  const id = String(KeyId ?? "*");
  return [id.startsWith("arn:") ? id : arn("kms", place, id.startsWith("alias/") ? id : `key/${id}`)];
};
/** Whatever key the call names: moto begins a ciphertext with the id of its key, and goes by that. */
const keyOfCiphertext: Needs = (input, place) => {
  const id = Buffer.from(String(input.CiphertextBlob), "base64").toString("latin1", 0, 36);
  const isId = /^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|mrk-[\da-f]{32})$/.test(id);
  return key(isId ? { KeyId: id } : input, place);
};
const everything: Needs = () => ["*"];

/**
 * What calls of services that moto answers need, as far as a crawl, a job or COPY may make them. Anything else a role
 * must not call here: the local AWS does not know what it would need.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const NEEDS: Record<string, Needs> = {
  "logs:CreateLogGroup": logGroup,
  "logs:CreateLogStream": logStream,
  "logs:PutLogEvents": logStream,
  "logs:DescribeLogStreams": logGroup,
  "logs:DescribeLogGroups": everything,
  "logs:GetLogEvents": logStream,
  "logs:FilterLogEvents": logGroup,
  "logs:PutRetentionPolicy": logGroup,
  "logs:AssociateKmsKey": logGroup,
  "logs:DisassociateKmsKey": logGroup,
  "cloudwatch:PutMetricData": ({ Namespace }) => ({
    resources: ["*"],
    context: { "cloudwatch:namespace": String(Namespace) },
  }),
  "cloudwatch:GetMetricData": everything,
  "cloudwatch:GetMetricStatistics": everything,
  "cloudwatch:ListMetrics": everything,
  "secretsmanager:GetSecretValue": secret,
  "secretsmanager:DescribeSecret": secret,
  "kms:Decrypt": keyOfCiphertext,
  "kms:Encrypt": key,
  "kms:GenerateDataKey": key,
  "kms:DescribeKey": key,
  "sts:AssumeRole": ({ RoleArn }) => [String(RoleArn)],
  "iam:GetRole": ({ RoleName }, { accountId }) => [`arn:aws:iam::${accountId}:role/${String(RoleName)}`],
};

/** Everybody may ask who he is. */
const FREE = new Set(["sts:GetCallerIdentity"]);

/** @returns undefined for a call whose permissions are not known here */
export function otherNeeds(action: string, input: Input, place: Place): Need[] | undefined {
  if (FREE.has(action)) return [];
  if (action.startsWith("ec2:")) return ec2Needs(action, input, place);
  const needs = Object.hasOwn(NEEDS, action) ? NEEDS[action](input, place) : undefined;
  if (needs === undefined) return undefined;
  return [{ action, ...(Array.isArray(needs) ? { resources: needs } : needs) }];
}
