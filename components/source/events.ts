import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { after } from "../ordering";

/** Arguments of {@link BucketEvents}. */
export interface BucketEventsArgs {
  /** Bucket whose events are sent. */
  bucketName: pulumi.Input<string>;
}

/**
 * Lets S3 send every event of a bucket to the account's default EventBridge bus, where rules choose among them.
 *
 * A bucket has one notification configuration, and this is then all of it: **notifications to Lambda, SQS or SNS that somebody
 * else gave the bucket are gone**, and so are these events once this is destroyed. For a bucket with such notifications leave
 * this out and turn EventBridge on where they are kept.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class BucketEvents extends pulumi.ComponentResource {
  /** Name of the bucket; who takes it waits until events are sent. */
  readonly bucketName: pulumi.Output<string>;

  /** @param name the _unique_ name of the component */
  constructor(name: string, args: BucketEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:source:BucketEvents", name, args, opts);

    const notification = new s3.BucketNotification(
      `${name}-notification`,
      { bucket: args.bucketName, eventbridge: true },
      { parent: this },
    );

    this.bucketName = after(args.bucketName, [notification]);
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
