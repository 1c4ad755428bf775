import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { policyDocument } from "../access/documents";
import { awsPlace } from "../aws-place";
import { after } from "../ordering";
import { checkArgument, matching } from "../validation";
import { keyStatements } from "./key-policy";

/** Arguments of {@link PipelineKey}. */
export interface PipelineKeyArgs {
  /** Name of the key's alias without `alias/`: 1 to 250 letters, digits, `/`, `_` and `-`, unique in account and region. */
  keyName: string;

  /**
   * Days between the key's destruction and its end, 7 to 30. Until then it can be had back, and with it what it encrypts.
   * @default 30
   */
  deletionWindowDays?: number;

  /**
   * Log groups that CloudWatch Logs may encrypt with the key, `*` standing for any text: `["/aws-glue/*sales-dev*"]`.
   * @default none
   */
  logGroupNames?: string[];

  /**
   * SNS topics that are encrypted with the key and to which EventBridge rules and CloudWatch alarms publish, by name.
   * @default none
   */
  topicNames?: string[];

  /**
   * Tags of the key; its alias takes none.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const keyNameSchema = matching(
  /^(?!alias\/|aws\/)[\w/-]{1,250}$/,
  "1 to 250 letters, digits, / _ and -, without alias/ and aws/ at the beginning",
);
const logGroupNameSchema = matching(
  /^[\w./#-][\w./#*-]{0,511}$/,
  "1 to 512 letters, digits and . - _ / # *, the first not *",
);
const topicNameSchema = matching(/^[\w-]{1,256}$/, "1 to 256 letters, digits, _ and -");

/**
 * A KMS key for all that a pipeline keeps. It rotates once a year.
 *
 * Its policy leaves its use by people and roles to IAM, and lets in only those services that come without a role: CloudWatch
 * Logs for its log groups, EventBridge and alarms for its topics.
 *
 * AWS makes the ARN up, so before the first deployment no document can name it. The alias can be named: `aliasArn` is known at
 * preview, and the roles of this library take it for the key that has the alias (`kms:ResourceAliases`). It may take AWS five
 * minutes until a new alias counts; a crawl or run before that is refused, and passes when it is repeated.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export class PipelineKey extends pulumi.ComponentResource {
  /** ARN of the key, for what is to be encrypted. */
  readonly keyArn: pulumi.Output<string>;

  /** ARN of its alias, for the documents of roles. */
  readonly aliasArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `keyName`, a log group or a topic is none that AWS takes, or `deletionWindowDays` is not 7
   * to 30
   */
  constructor(name: string, args: PipelineKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:encryption:PipelineKey", name, args, opts);
    const keyName = checkArgument(keyNameSchema, args.keyName, "keyName");
    const deletionWindowInDays = checkArgument(
      z.int().min(7).max(30),
      args.deletionWindowDays ?? 30,
      "deletionWindowDays",
    );
    const logGroups = checkArgument(z.array(logGroupNameSchema), args.logGroupNames ?? [], "logGroupNames");
    const topics = checkArgument(z.array(topicNameSchema), args.topicNames ?? [], "topicNames");
    const place = awsPlace(this);

    const key = new kms.Key(
      `${name}-key`,
      {
        description: `Encrypts the S3 to Redshift pipeline ${keyName}`,
        enableKeyRotation: true,
        deletionWindowInDays,
        policy: place.apply((known) => policyDocument(keyStatements(known, logGroups, topics))),
        tags: args.tags,
      },
      { parent: this },
    );
    const alias = new kms.Alias(`${name}-alias`, { name: `alias/${keyName}`, targetKeyId: key.id }, { parent: this });

    const aliasArn = place.apply(
      ({ partition, region, accountId }) => `arn:${partition}:kms:${region}:${accountId}:alias/${keyName}`,
    );
    this.keyArn = after(key.arn, [alias]);
    this.aliasArn = after(aliasArn, [alias]);
    this.registerOutputs({ keyArn: this.keyArn, aliasArn: this.aliasArn });
  }
}
