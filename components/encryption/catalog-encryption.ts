import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { awsPlace } from "../aws-place";

/** Arguments of {@link CatalogEncryption}. */
export interface CatalogEncryptionArgs {
  /** ARN of the symmetric KMS key that encrypts the catalog's metadata and the passwords of connections. */
  kmsKeyArn: pulumi.Input<string>;
}

/**
 * Encrypts the Glue Data Catalog **of the whole account and region**: there is one such setting, so one stack of an account may
 * have it, and no pipeline makes it on its own. Destroying it turns the encryption of what is written from then on off.
 *
 * Whoever reads or writes the catalog then needs the key, every other team's crawlers, jobs and users too; roles of this library
 * get that by `catalogKmsKeyArn`.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
 */
export class CatalogEncryption extends pulumi.ComponentResource {
  /** Id of the catalog, the account's. */
  readonly catalogId: pulumi.Output<string>;

  /** @param name the _unique_ name of the component */
  constructor(name: string, args: CatalogEncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:encryption:CatalogEncryption", name, args, opts);
    this.catalogId = new glue.DataCatalogEncryptionSettings(
      `${name}-settings`,
      {
        catalogId: awsPlace(this).accountId,
        dataCatalogEncryptionSettings: {
          encryptionAtRest: { catalogEncryptionMode: "SSE-KMS", sseAwsKmsKeyId: args.kmsKeyArn },
          connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, awsKmsKeyId: args.kmsKeyArn },
        },
      },
      { parent: this },
    ).catalogId;
    this.registerOutputs({ catalogId: this.catalogId });
  }
}
