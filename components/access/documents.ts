import type { AwsPlace } from "../aws-place";

/** One statement of a policy document, as IAM spells it. */
export interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: "*" | { Service: string[] } | { AWS: string[] };
  Action: string[];
  Resource?: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** Part of a bucket. */
export interface BucketPart {
  bucketName: string;
  /** Prefixes that end with a slash: `["sales/orders/"]`. */
  prefixes: string[];
}

/** A tag that marks a resource as one of this pipeline. */
export interface ResourceTag {
  /** The tag's key: `s3-to-redshift:pipeline`. */
  key: string;
  /** The tag's value. */
  value: string;
}

/** The document of the statements, as JSON. */
export const policyDocument = (statements: Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Lets the services, and nobody else, assume a role; with an account, only on behalf of that account. */
export function trustStatement(services: string[], sourceAccount?: string): Statement {
  return {
    Sid: "AssumedByService",
    Effect: "Allow",
    Principal: { Service: services },
    Action: ["sts:AssumeRole"],
    ...(sourceAccount && { Condition: { StringEquals: { "aws:SourceAccount": sourceAccount } } }),
  };
}

/** Refuses every request to the bucket that does not come over TLS. */
export function tlsOnlyStatement(partition: string, bucketName: string): Statement {
  const bucket = `arn:${partition}:s3:::${bucketName}`;
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Statements that allow the actions on the objects below the prefixes, and nothing elsewhere in the bucket. */
export function objects(sid: string, place: AwsPlace, part: BucketPart, actions: string[]): Statement {
  const bucket = `arn:${place.partition}:s3:::${part.bucketName}`;
  return allow(
    sid,
    actions,
    folderPatterns(part.prefixes).map((pattern) => `${bucket}/${pattern}`),
  );
}

/** Allows to list what lies below the prefixes. */
export function listing(sid: string, place: AwsPlace, part: BucketPart): Statement {
  return allow(sid, ["s3:ListBucket"], [`arn:${place.partition}:s3:::${part.bucketName}`], {
    StringLike: { "s3:prefix": folderPatterns(part.prefixes) },
  });
}

/** Allows catalog actions on one database and its tables. */
export function catalog(sid: string, place: AwsPlace, databaseName: string, actions: string[]): Statement {
  const glue = `arn:${place.partition}:glue:${place.region}:${place.accountId}`;
  return allow(sid, actions, [
    `${glue}:catalog`,
    `${glue}:database/${databaseName}`,
    `${glue}:table/${databaseName}/*`,
  ]);
}

/** Allows to write to the log groups that begin with the prefix. */
export function logs(place: AwsPlace, prefix: string): Statement {
  return allow(
    "WriteLogs",
    ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    [logGroup(place, `${prefix}*`)],
  );
}

const logGroup = ({ partition, region, accountId }: AwsPlace, name: string) =>
  `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;

/** Allows Glue to encrypt the log groups that it makes for the security configuration, if there is one. */
export function encryptLogs(place: AwsPlace, prefix: string, securityConfigurationName?: string): Statement[] {
  return securityConfigurationName === undefined
    ? []
    : [allow("EncryptLogs", ["logs:AssociateKmsKey"], [logGroup(place, `${prefix}*${securityConfigurationName}*`)])];
}

/** Allows to use the key, if there is one, through S3 only. */
export const keyThroughS3 = (place: AwsPlace, kmsKeyArn: string | undefined, actions: string[]): Statement[] =>
  keyThrough("s3", "UseKeyThroughS3", place, kmsKeyArn, actions);

/**
 * Allows to use the key that encrypts the Data Catalog, if there is one, through Glue only: to read it, or to write it as well.
 *
 * AWS's guide lists the three actions for whoever uses the catalog. Of those who only read it, no refusal that was reported names
 * another one than Decrypt, and AWS's own policies give them no other one.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
 * @see https://docs.aws.amazon.com/datazone/latest/userguide/encryption-rest-datazone.html
 */
export const keyThroughGlue = (place: AwsPlace, kmsKeyArn: string | undefined, use: "read" | "write"): Statement[] => {
  const actions = use === "read" ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
  return keyThrough("glue", "UseKeyThroughGlue", place, kmsKeyArn, actions);
};

/**
 * Allows to give log groups the key, and to write to groups that have it, through CloudWatch Logs only, which asks KMS for its
 * caller.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const keyThroughLogs = (place: AwsPlace, kmsKeyArn: string | undefined): Statement[] => {
  const actions = ["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"];
  return keyThrough("logs", "UseKeyThroughLogs", place, kmsKeyArn, actions);
};

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html */
function keyThrough(
  service: string,
  sid: string,
  place: AwsPlace,
  kmsKeyArn: string | undefined,
  actions: string[],
): Statement[] {
  if (kmsKeyArn === undefined) return [];
  const viaService = { StringEquals: { "kms:ViaService": `${service}.${place.region}.amazonaws.com` } };
  const [, keys, alias] = /^(arn:.*:)(alias\/.+)$/.exec(kmsKeyArn) ?? [];
  if (alias === undefined) return [allow(sid, actions, [kmsKeyArn], viaService)];
  // As a resource an alias would stand for itself, not for its key.
  const ofAlias = { ...viaService, "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } };
  return [allow(sid, actions, [`${keys}key/*`], ofAlias)];
}

/** An Allow statement. */
export function allow(
  sid: string,
  actions: string[],
  resources: string[],
  condition?: Statement["Condition"],
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

/**
 * Each folder with and without its slash: before Hadoop's S3 client reads or writes a folder it asks for an object of the
 * folder's name, and takes a refusal for an error instead of an absence. The empty prefix is the whole bucket.
 */
const folderPatterns = (prefixes: string[]) =>
  prefixes.flatMap((prefix) => (prefix === "" ? ["*"] : [prefix.replace(/\/$/, ""), `${prefix}*`]));
