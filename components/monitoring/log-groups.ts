import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { after } from "../ordering";
import { checkArgument, matching, strict, wrongArgument } from "../validation";
import { clusterIdentifier as clusterIdentifierSchema, serverlessName } from "../warehouse/names";
import { auditLogs } from "../warehouse/settings";

/** Whose logs they are; all names are known before anything is made, since they name the groups. */
export interface LogSourceArgs {
  /**
   * What the names of the jobs' groups begin with: `/aws-glue/jobs/sales-dev`. The jobs must have it as their argument
   * `--custom-logGroup-prefix`, or they write to the groups that all jobs of the account share.
   * @default none: no groups for jobs
   * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
   */
  jobLogPrefix?: string;

  /**
   * Glue security configuration that encrypts the logs of jobs and crawler. Glue puts its name into the groups'.
   * @default none
   */
  securityConfigurationName?: string;

  /**
   * Name of the jobs' role, which Glue puts into the groups' names where there is a security configuration.
   * @default none: there is no security configuration
   */
  jobRoleName?: string;

  /**
   * Name of the crawler's role, for the group that its crawls have where there is a security configuration. Without one all
   * crawlers of the account write to `/aws-glue/crawlers`, which is nobody's to make.
   * @default none: no group for crawls
   */
  crawlerRoleName?: string;

  /**
   * Namespace of Redshift Serverless whose audit logs go to CloudWatch. It must wait for the groups (`dependsOn`), or it makes
   * them itself, for ever. Where it has done so already, import them.
   * @default none: no groups of a namespace
   */
  namespaceName?: string;

  /**
   * Cluster whose audit logs go to CloudWatch. It must wait for the groups, as a namespace must.
   * @default none: no groups of a cluster
   */
  clusterIdentifier?: string;
}

/** Arguments of {@link LogGroups}. */
export interface LogGroupsArgs extends LogSourceArgs {
  /**
   * Days that log events are kept, one of the numbers that CloudWatch Logs knows.
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  retentionDays?: number;

  /**
   * ARN of the KMS key that encrypts the logs. Its policy must let `logs.REGION.amazonaws.com` use it for the groups, as that of
   * `PipelineKey` does for its `logGroupNames`: {@link logGroupNames}.
   * @default none: CloudWatch's own key
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Tags of the groups.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What `retentionDays` accepts. */
export const retentionDaysSchema = z
  .number()
  .refine((days) => RETENTIONS.includes(days), `expected one of ${RETENTIONS.join(", ")}`);

const named = matching(/^[\w+=,.@-]{1,255}$/, "1 to 255 letters, digits and _ + = , . @ -").optional();
const sourceSchema = strict({
  jobLogPrefix: matching(/^\/[\w./-]{0,398}\w$/, "at most 400 letters, digits and _ . / -, the first /").optional(),
  securityConfigurationName: named,
  jobRoleName: named,
  crawlerRoleName: named,
  namespaceName: serverlessName.optional(),
  clusterIdentifier: clusterIdentifierSchema.optional(),
});

/**
 * The log groups of a pipeline's own, so that what is in them ends some day: those that AWS makes keep it for ever.
 *
 * Not among them are `/aws-glue/jobs/output`, `/aws-glue/jobs/error` and `/aws-glue/crawlers`, which all jobs and crawlers of an
 * account share: a stack that made them would take them from the others when it is destroyed. Set their retention once for
 * the account.
 */
export class LogGroups extends pulumi.ComponentResource {
  /** `jobLogPrefix`, for the jobs' argument `--custom-logGroup-prefix`; who takes it waits until the groups are there. */
  readonly jobLogPrefix?: pulumi.Output<string>;

  /** Names of the groups. */
  readonly logGroupNames: pulumi.Output<string[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name is none that AWS takes, or one is missing, or CloudWatch knows no such retention
   */
  constructor(name: string, args: LogGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:monitoring:LogGroups", name, args, opts);
    const retentionInDays = checkArgument(retentionDaysSchema, args.retentionDays ?? 30, "retentionDays");

    const groups = Object.entries(groupsOf(args)).map(
      ([what, groupName]) =>
        new cloudwatch.LogGroup(
          `${name}-${what}`,
          { name: groupName, retentionInDays, kmsKeyId: args.kmsKeyArn, tags: args.tags },
          { parent: this },
        ),
    );

    this.jobLogPrefix = args.jobLogPrefix === undefined ? undefined : after(args.jobLogPrefix, groups);
    this.logGroupNames = pulumi.all(groups.map((group) => group.name));
    this.registerOutputs({ jobLogPrefix: this.jobLogPrefix, logGroupNames: this.logGroupNames });
  }
}

/**
 * Names of the groups that {@link LogGroups} makes.
 *
 * @throws InputPropertyError when a name is none that AWS takes, or one is missing
 */
export const logGroupNames = (args: LogSourceArgs): string[] => Object.values(groupsOf(args));

/** Names of the groups, by what they are for. */
function groupsOf(args: LogSourceArgs): Record<string, string> {
  const { jobLogPrefix, securityConfigurationName, jobRoleName, crawlerRoleName, namespaceName, clusterIdentifier } =
    args;
  const given = { jobLogPrefix, securityConfigurationName, jobRoleName, crawlerRoleName, namespaceName };
  checkArgument(sourceSchema, { ...given, clusterIdentifier }, "");
  if (jobLogPrefix !== undefined && securityConfigurationName !== undefined && jobRoleName === undefined) {
    throw wrongArgument(
      "jobRoleName",
      "expected a name, since with a security configuration Glue puts it into the groups'",
    );
  }

  const jobs = securityConfigurationName
    ? `${jobLogPrefix}/${securityConfigurationName}-role/${jobRoleName}`
    : jobLogPrefix;
  return {
    ...(jobLogPrefix !== undefined && { "job-output": `${jobs}/output`, "job-error": `${jobs}/error` }),
    ...(securityConfigurationName !== undefined &&
      crawlerRoleName !== undefined && {
        crawler: `/aws-glue/crawlers-role/${crawlerRoleName}-${securityConfigurationName}`,
      }),
    ...(namespaceName !== undefined && auditGroups("namespace", `/aws/redshift/${namespaceName}`)),
    ...(clusterIdentifier !== undefined && auditGroups("cluster", `/aws/redshift/cluster/${clusterIdentifier}`)),
  };
}

const auditGroups = (what: string, prefix: string) =>
  Object.fromEntries(auditLogs.map((log) => [`${what}-${log}`, `${prefix}/${log}`]));
