import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { awsPlace } from "../aws-place";
import { shown, wrongArgument } from "../validation";

/**
 * Fails the deployment with an InputPropertyError that names `argument`, where an existing bucket lies in another region than
 * the parent's provider makes resources in. Redshift's COPY takes Parquet from its own region only.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html
 */
export function checkSameRegion(bucketName: pulumi.Input<string>, argument: string, parent: pulumi.Resource): void {
  // Nothing takes the outcome as an input: at preview it would make a name unknown that is known.
  pulumi
    .all([bucketName, s3.getBucketOutput({ bucket: bucketName }, { parent }), awsPlace(parent)])
    .apply(([name, { bucketRegion }, { region }]) => {
      if (bucketRegion !== region) {
        const expected = `expected a bucket in ${region}, as the warehouse`;
        throw wrongArgument(argument, `${expected}, got ${shown(name)} in ${bucketRegion}`);
      }
    });
}
