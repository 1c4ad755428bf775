/** The Glue actions that moto carries out truly: the Data Catalog and its like. */
const NOUNS =
  "Databases?|Tables?|TableVersions?|Partitions?|PartitionIndexes|ColumnStatisticsFor(Table|Partition)|Connections?|" +
  "SecurityConfigurations?|UserDefinedFunctions?|Registry|Registries|Schemas?|SchemaVersions?|SchemaVersionMetadata|SchemaByDefinition|" +
  "ResourcePolic(y|ies)|DataCatalogEncryptionSettings|Catalogs?";
const CATALOG = new RegExp(
  `^(Create|Get|Update|Delete|List|Search|Put|Register|Query|Remove|Batch(Create|Get|Update|Delete))(${NOUNS})$`,
);

export function isCatalogAction(action: string): boolean {
  return CATALOG.test(action);
}
