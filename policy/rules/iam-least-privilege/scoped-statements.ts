/** A statement as it stands in a document. */
interface ScopedStatement {
  Effect: "Allow";
  Action: string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

const allow = (Resource: string, Action: string[], Condition?: ScopedStatement["Condition"]): ScopedStatement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

const list = allow("arn:aws:s3:::BUCKET", ["s3:ListBucket"], { StringLike: { "s3:prefix": "PREFIX/*" } });
const objects = (...actions: string[]) => allow("arn:aws:s3:::BUCKET/PREFIX/*", actions);
const catalog = allow("arn:aws:glue:REGION:ACCOUNT:table/DATABASE/*", ["glue:GetTable", "glue:GetPartitions"]);
const logs = allow("arn:aws:logs:REGION:ACCOUNT:log-group:/aws-glue/jobs*", [
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
]);
const sql = [
  allow("arn:aws:redshift-serverless:REGION:ACCOUNT:workgroup/ID", [
    "redshift-data:ExecuteStatement",
    "redshift-serverless:GetCredentials",
  ]),
  allow("*", ["redshift-data:DescribeStatement", "redshift-data:GetStatementResult"], {
    StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" },
  }),
];

/**
 * What a role of a pipeline needs in the stead of an AWS managed policy that is often attached to it, by the policy's name.
 * COPY needs the first two of S3, and nothing of Redshift.
 */
export const scopedStatements: Record<string, ScopedStatement[]> = {
  AmazonS3ReadOnlyAccess: [list, objects("s3:GetObject")],
  AmazonS3FullAccess: [list, objects("s3:GetObject", "s3:PutObject")],
  AmazonRedshiftFullAccess: sql,
  AmazonRedshiftAllCommandsFullAccess: [list, objects("s3:GetObject")],
  AmazonRedshiftDataFullAccess: sql,
  AWSGlueServiceRole: [list, objects("s3:GetObject"), catalog, logs],
  AWSGlueConsoleFullAccess: [catalog],
  CloudWatchLogsFullAccess: [logs],
};
