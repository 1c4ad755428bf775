import { catalogEncrypted } from "../../../../policy/rules/data-protection/catalog-encrypted";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const database = resource("aws:glue/catalogDatabase:CatalogDatabase", { name: "sales" }, { name: "sales" });
const settings = (dataCatalogEncryptionSettings: unknown) =>
  resource(
    "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
    { dataCatalogEncryptionSettings },
    { name: "settings" },
  );
const encryption = (catalogEncryptionMode: unknown, returnConnectionPasswordEncrypted: unknown = true) => ({
  encryptionAtRest: { catalogEncryptionMode },
  connectionPasswordEncryption: { returnConnectionPasswordEncrypted },
});

const noSettings = "the stack has no DataCatalogEncryptionSettings";
const noMode = "settings: catalogEncryptionMode: expected SSE-KMS";
const noPassword = "settings: returnConnectionPasswordEncrypted: expected true";

describe("catalog-encrypted", () => {
  inOurOwn(catalogEncrypted, [`shop-catalog-database: ${noSettings}`]);

  stackFindings(catalogEncrypted, {
    "each database is found without settings": [
      [database, resource("aws:glue/catalogDatabase:CatalogDatabase", { name: "hr" }, { name: "hr" })],
      [`sales: ${noSettings}`, `hr: ${noSettings}`],
    ],
    "with a key for both it is fine": [[database, settings(encryption("SSE-KMS"))], []],
    "so is a key that a role uses": [[database, settings(encryption("SSE-KMS-WITH-SERVICE-ROLE"))], []],
    "settings that disable it are found": [[database, settings(encryption("DISABLED"))], [noMode]],
    "those that leave it out, too": [[database, settings(encryption(undefined))], [noMode]],
    "passwords in plain are": [[database, settings(encryption("SSE-KMS", false))], [noPassword]],
    "empty settings are found twice": [[settings({})], [noMode, noPassword]],
    "a stack without databases is fine": [[resource("aws:glue/job:Job", {})], []],
  });

  describe("unknown at preview", () => {
    unverifiable(catalogEncrypted, {
      "settings are noted": [[database, settings(UNKNOWN)], ["settings.dataCatalogEncryptionSettings"]],
      "so is one of them, and the other is found": [
        [database, settings(encryption(UNKNOWN, false))],
        ["settings.dataCatalogEncryptionSettings.encryptionAtRest.catalogEncryptionMode"],
        [noPassword],
      ],
      "the key need not be known": [
        [
          settings({
            ...encryption("SSE-KMS"),
            encryptionAtRest: { catalogEncryptionMode: "SSE-KMS", sseAwsKmsKeyId: UNKNOWN },
          }),
        ],
        [],
      ],
    });
  });
});
