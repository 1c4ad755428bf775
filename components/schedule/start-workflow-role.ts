import * as pulumi from "@pulumi/pulumi";
import { allow, type Statement } from "../access/documents";
import { serviceRole, type ServiceRoleArgs } from "../access/service-role";
import type { AwsPlace } from "../aws-place";

/** Arguments of {@link StartWorkflowRole}. */
export interface StartWorkflowRoleArgs extends ServiceRoleArgs {
  /** Physical name of the Glue workflow. */
  workflowName: string;
}

/**
 * The role with which EventBridge tells one Glue workflow of events, and does nothing else.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/starting-workflow-eventbridge.html
 */
export class StartWorkflowRole extends pulumi.ComponentResource {
  /** ARN of the role; who takes it waits until its policy is attached. */
  readonly roleArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `roleName` is none that IAM takes
   */
  constructor(name: string, args: StartWorkflowRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:schedule:StartWorkflowRole", name, args, opts);

    this.roleArn = serviceRole(this, name, args, {
      description: "Tells the Glue workflow of an S3 to Redshift pipeline that files have arrived",
      services: ["events.amazonaws.com"],
      statements: (place) => pulumi.output(startWorkflowStatements(place, args.workflowName)),
    });
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** What EventBridge may do. */
export const startWorkflowStatements = (place: AwsPlace, workflowName: string): Statement[] => [
  allow("NotifyWorkflow", ["glue:NotifyEvent"], [workflowArn(place, workflowName)]),
];

/** ARN of a Glue workflow. */
export const workflowArn = ({ partition, region, accountId }: AwsPlace, workflowName: string) =>
  `arn:${partition}:glue:${region}:${accountId}:workflow/${workflowName}`;
