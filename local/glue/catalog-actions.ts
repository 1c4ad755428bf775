/** The Glue actions that moto carries out truly: the Data Catalog and its like. What moto lacks of them is not here. */
const CATALOG_ACTIONS = new Set([
  "CreateDatabase",
  "GetDatabase",
  "GetDatabases",
  "UpdateDatabase",
  "DeleteDatabase",

  "CreateTable",
  "GetTable",
  "GetTables",
  "UpdateTable",
  "DeleteTable",
  "BatchDeleteTable",
  "GetTableVersion",
  "GetTableVersions",
  "DeleteTableVersion",

  "CreatePartition",
  "GetPartition",
  "GetPartitions",
  "GetPartitionIndexes",
  "UpdatePartition",
  "DeletePartition",
  "BatchCreatePartition",
  "BatchGetPartition",
  "BatchUpdatePartition",
  "BatchDeletePartition",

  "CreateSecurityConfiguration",
  "GetSecurityConfiguration",
  "GetSecurityConfigurations",
  "DeleteSecurityConfiguration",

  "GetDataCatalogEncryptionSettings",
  "PutDataCatalogEncryptionSettings",
  "GetResourcePolicy",
  "PutResourcePolicy",
  "DeleteResourcePolicy",

  "CreateRegistry",
  "GetRegistry",
  "ListRegistries",
  "DeleteRegistry",
  "CreateSchema",
  "GetSchema",
  "UpdateSchema",
  "DeleteSchema",
  "RegisterSchemaVersion",
  "GetSchemaVersion",
  "GetSchemaByDefinition",
  "PutSchemaVersionMetadata",
]);

export function isCatalogAction(action: string): boolean {
  return CATALOG_ACTIONS.has(action);
}
