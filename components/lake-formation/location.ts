import * as lakeformation from "@pulumi/aws/lakeformation";
import * as pulumi from "@pulumi/pulumi";
import { after } from "../ordering";
import { checkArgument, matching } from "../validation";

/** Arguments of {@link LakeFormationLocation}. */
export interface LakeFormationLocationArgs {
  /** ARN of the bucket. */
  bucketArn: pulumi.Input<string>;

  /**
   * Prefix of what is registered: `sales/`.
   * @default the whole bucket
   */
  prefix?: string;

  /**
   * ARN of the role with which Lake Formation reads and writes there. A bucket with a KMS key of one's own needs one that may use
   * the key.
   * @default Lake Formation's service-linked role
   */
  roleArn?: pulumi.Input<string>;

  /**
   * Whether roles that have not been opted in go on by IAM alone, as before the location was registered (hybrid access mode).
   * @default false
   * @see https://docs.aws.amazon.com/lake-formation/latest/dg/hybrid-access-mode.html
   */
  hybridAccess?: boolean;
}

const prefixSchema = matching(/^$|^[^/].*\/$/, "a prefix that ends with / and does not begin with it, or nothing");

/**
 * Registers a part of a bucket with Lake Formation, which from then on decides who may read it through Athena and the like. Who has
 * `s3:GetObject` still reads the objects by S3 itself, as the load job does.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/register-data-lake.html
 */
export class LakeFormationLocation extends pulumi.ComponentResource {
  /** ARN of the location; known at preview, and who takes it waits until it is registered. */
  readonly arn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `prefix` does not end with a slash
   */
  constructor(name: string, args: LakeFormationLocationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:lake-formation:LakeFormationLocation", name, args, opts);
    const prefix = checkArgument(prefixSchema, args.prefix ?? "", "prefix");
    const arn = dataLocationArn(args.bucketArn, prefix);

    const resource = new lakeformation.Resource(
      `${name}-location`,
      {
        arn,
        ...(args.roleArn === undefined ? { useServiceLinkedRole: true } : { roleArn: args.roleArn }),
        hybridAccessEnabled: args.hybridAccess ?? false,
      },
      // The new one would be the old one, as both have one ARN, and go with it.
      { parent: this, deleteBeforeReplace: true },
    );

    this.arn = after(arn, [resource]);
    this.registerOutputs({ arn: this.arn });
  }
}

/** What Lake Formation calls the part of a bucket below a prefix: without the slash at its end. */
export const dataLocationArn = (bucketArn: pulumi.Input<string>, prefix: string): pulumi.Output<string> =>
  pulumi.interpolate`${bucketArn}/${prefix}`.apply((arn) => arn.replace(/\/+$/, ""));
