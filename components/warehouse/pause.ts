import * as redshift from "@pulumi/aws/redshift";
import * as pulumi from "@pulumi/pulumi";
import { allow, type Statement } from "../access/documents";
import { serviceRole, type ServiceRoleArgs } from "../access/service-role";
import type { AwsPlace } from "../aws-place";
import { cronSchema } from "../schedule/cron";
import { checkArgument, strict } from "../validation";

/**
 * When a cluster pauses and resumes. Both are cron expressions of six fields, in UTC: `cron(0 20 ? * MON-FRI *)`, whose times
 * lie an hour or more apart. While a cluster is paused nothing but its storage is paid for; loads into it fail, and so do
 * changes of it.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/rs-mgmt-pause-resume-cluster.html
 */
export interface PauseArgs {
  /** When it pauses. */
  pauseCron: string;

  /** When it resumes. */
  resumeCron: string;
}

/** Arguments of {@link ClusterPause}. */
export interface ClusterPauseArgs extends PauseArgs, ServiceRoleArgs {
  /** The cluster, which may be one that is there already. */
  clusterIdentifier: pulumi.Input<string>;
}

/** What `pause` accepts. */
export const pauseSchema = strict({ pauseCron: cronSchema, resumeCron: cronSchema });

/** Pauses and resumes a cluster by Redshift's own scheduler, whose role may do that with this cluster and nothing else. */
export class ClusterPause extends pulumi.ComponentResource {
  /** ARN of the scheduler's role. */
  readonly roleArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `roleName` is none that IAM takes, or a time is no AWS cron expression
   */
  constructor(name: string, args: ClusterPauseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:warehouse:ClusterPause", name, args, opts);
    const { pauseCron, resumeCron } = args;
    checkArgument(pauseSchema, { pauseCron, resumeCron }, "");
    const clusterIdentifier = pulumi.output(args.clusterIdentifier);

    this.roleArn = serviceRole(this, name, args, {
      description: "Pauses and resumes a Redshift cluster on a schedule",
      services: ["scheduler.redshift.amazonaws.com"],
      statements: (place) => clusterIdentifier.apply((cluster) => pauseStatements(place, cluster)),
    });
    const action = (what: string, schedule: string, targetAction: redshift.ScheduledActionArgs["targetAction"]) =>
      new redshift.ScheduledAction(
        `${name}-${what}`,
        { name: pulumi.interpolate`${clusterIdentifier}-${what}`, schedule, iamRole: this.roleArn, targetAction },
        { parent: this },
      );
    action("pause", pauseCron, { pauseCluster: { clusterIdentifier } });
    action("resume", resumeCron, { resumeCluster: { clusterIdentifier } });
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

const pauseStatements = ({ partition, region, accountId }: AwsPlace, cluster: string): Statement[] => [
  allow(
    "PauseAndResume",
    ["redshift:PauseCluster", "redshift:ResumeCluster"],
    [`arn:${partition}:redshift:${region}:${accountId}:cluster:${cluster}`],
  ),
];
