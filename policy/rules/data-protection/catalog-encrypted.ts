import type { StackRule } from "../rule";

interface Settings {
  encryptionAtRest?: { catalogEncryptionMode?: string };
  connectionPasswordEncryption?: { returnConnectionPasswordEncrypted?: boolean };
}

const CHECKS: { what: string; isMet: (settings: Settings) => boolean }[] = [
  {
    what: "catalogEncryptionMode: expected SSE-KMS",
    isMet: ({ encryptionAtRest }) => encryptionAtRest?.catalogEncryptionMode?.startsWith("SSE-KMS") ?? false,
  },
  {
    what: "returnConnectionPasswordEncrypted: expected true",
    isMet: ({ connectionPasswordEncryption }) =>
      connectionPasswordEncryption?.returnConnectionPasswordEncrypted ?? false,
  },
];

/** One setting for the whole account and region, hence its level is for the stack that owns it to raise. */
export const catalogEncrypted: StackRule = {
  name: "catalog-encrypted",
  severity: "low",
  title: "A stack with a catalog database encrypts the Data Catalog, or says who does",
  rationale: "Names of columns, partitions and files tell what the data is about.",
  remedy:
    "Add a glue.DataCatalogEncryptionSettings, or an exception that names the stack that has it: it is one for the whole account.",
  link: "https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html",

  checkStack(stack) {
    const all = stack.ofType("aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings");
    const weak = all.flatMap((resource) =>
      CHECKS.filter(
        (it) => stack.read(resource, (props) => it.isMet(props.dataCatalogEncryptionSettings ?? {})) === false,
      ).map(({ what }) => ({ resource, what })),
    );
    const databases = all.length > 0 ? [] : stack.ofType("aws:glue/catalogDatabase:CatalogDatabase");
    return [
      ...weak,
      ...databases.map((resource) => ({ resource, what: "the stack has no DataCatalogEncryptionSettings" })),
    ];
  },
};
