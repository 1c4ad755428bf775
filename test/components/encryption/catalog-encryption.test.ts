import { strict as assert } from "node:assert";
import { CatalogEncryption, type CatalogEncryptionArgs } from "../../../components";
import { catalogEncrypted } from "../../../policy/rules/data-protection/catalog-encrypted";
import { itIsAComponent } from "../../support/component";
import { deploy } from "../../support/harness";
import { itPasses } from "../../support/rules";

const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
const make = (changed: Partial<CatalogEncryptionArgs> = {}) => new CatalogEncryption("shop", { kmsKeyArn, ...changed });
const type = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings";

describe("CatalogEncryption", () => {
  itIsAComponent({
    make: (opts) => new CatalogEncryption("shop", { kmsKeyArn }, opts),
    type: "s3-to-redshift:encryption:CatalogEncryption",
    children: [[type, "shop-settings"]],
    outputs: ({ catalogId }) => ({ catalogId }),
  });

  it("encrypts the account's catalog and the passwords in it", async () => {
    assert.deepEqual((await deploy(() => make())).one(type).inputs, {
      catalogId: "123456789012",
      dataCatalogEncryptionSettings: {
        encryptionAtRest: { catalogEncryptionMode: "SSE-KMS", sseAwsKmsKeyId: kmsKeyArn },
        connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, awsKmsKeyId: kmsKeyArn },
      },
    });
  });

  itPasses(make, [catalogEncrypted]);
});
