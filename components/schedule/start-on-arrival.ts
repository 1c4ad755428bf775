import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { awsPlace } from "../aws-place";
import { checkArgument, matching, wrongArgument } from "../validation";
import { StartWorkflowRole, type StartWorkflowRoleArgs, workflowArn } from "./start-workflow-role";

/** Arguments of {@link StartOnArrival}. */
export interface StartOnArrivalArgs extends StartWorkflowRoleArgs {
  /** Bucket that receives the files. It must send its events to EventBridge. */
  bucketName: pulumi.Input<string>;

  /** Prefixes whose files count: `["sales/orders/"]`; an empty one is the whole bucket. */
  prefixes: string[];

  /**
   * Whether files start runs.
   * @default true
   */
  enabled?: boolean;
}

/** Leaves 8 of the 64 characters of a rule's name to `-arrival`. */
export const workflowNameSchema = matching(/^[\w.-]{1,56}$/, "1 to 56 letters, digits and _ . -");

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_OF_PATTERN = 2048;
const LONGEST_BUCKET_NAME = "x".repeat(63);

/**
 * Tells a Glue workflow, whose start trigger is of type EVENT, of every file that arrives below the prefixes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class StartOnArrival extends pulumi.ComponentResource {
  /** Name of the EventBridge rule. */
  readonly ruleName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name is none that AWS takes, or `prefixes` is empty or too long for a rule
   */
  constructor(name: string, args: StartOnArrivalArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:schedule:StartOnArrival", name, args, opts);
    const workflowName = checkArgument(workflowNameSchema, args.workflowName, "workflowName");
    const prefixes = checkPrefixes(args.prefixes);
    const { roleName, sourceAccountCondition, tags } = args;
    const child = { parent: this };

    const { roleArn } = new StartWorkflowRole(name, { workflowName, roleName, sourceAccountCondition, tags }, child);
    const rule = new cloudwatch.EventRule(
      `${name}-rule`,
      {
        name: `${workflowName}-arrival`,
        description: `Files that the workflow ${workflowName} loads`,
        eventPattern: pulumi.output(args.bucketName).apply((bucketName) => arrivals(bucketName, prefixes)),
        state: (args.enabled ?? true) ? "ENABLED" : "DISABLED",
        tags,
      },
      child,
    );
    new cloudwatch.EventTarget(
      `${name}-target`,
      {
        rule: rule.name,
        targetId: "workflow",
        arn: awsPlace(this).apply((place) => workflowArn(place, workflowName)),
        roleArn,
      },
      child,
    );

    this.ruleName = rule.name;
    this.registerOutputs({ ruleName: this.ruleName });
  }
}

/** The pattern of the events by which S3 tells of new objects below the prefixes. */
const arrivals = (bucketName: string, prefixes: string[]) =>
  JSON.stringify({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [bucketName] }, object: { key: prefixes.map((prefix) => ({ prefix })) } },
  });

function checkPrefixes(given: string[]): string[] {
  const prefixes = checkArgument(z.array(z.string()).min(1), given, "prefixes");
  const { length } = arrivals(LONGEST_BUCKET_NAME, prefixes);
  if (length > MOST_OF_PATTERN) {
    throw wrongArgument(
      "prefixes",
      `make an event pattern of ${length} characters, expected at most ${MOST_OF_PATTERN}: give a prefix that they share`,
    );
  }
  return prefixes;
}
