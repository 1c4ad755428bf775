import { arn, type Need, type Place } from "./need";

type Input = Record<string, unknown>;

/** Actions of the Data Catalog, by what they are about. */
const OF_DATABASE = /^(Get|Update|Delete)Database$/;
const OF_TABLES = /(Table|Partition)/;

/** Other resources, by the field that names one. */
const NAMED: { actions: RegExp; type: string; fields: string[]; list?: string }[] = [
  { actions: /Crawl/, type: "crawler", fields: ["CrawlerName", "Name"] },
  { actions: /Job/, type: "job", fields: ["JobName", "Name"] },
  { actions: /Trigger/, type: "trigger", fields: ["Name"], list: "TriggerNames" },
  { actions: /Workflow/, type: "workflow", fields: ["Name"], list: "Names" },
];

/**
 * What a call of Glue needs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html
 */
export function glueNeeds(action: string, input: Input, place: Place): Need[] {
  const at = (resource: string) => arn("glue", place, resource);
  const need = (resources: string[]): Need => ({ action: `glue:${action}`, resources });
  const passing = passedRole(action, input);
  const database = name(input.DatabaseName);
  if (database !== undefined && OF_TABLES.test(action)) {
    const table =
      name(input.TableName) ?? name(input.Name) ?? name((input.TableInput as Input | undefined)?.Name) ?? "*";
    return [need([at("catalog"), at(`database/${database}`), at(`table/${database}/${table}`)])];
  }
  if (OF_DATABASE.test(action)) return [need([at("catalog"), at(`database/${name(input.Name)}`)])];
  if (/Databases?$/.test(action)) return [need([at("catalog")])];
  if (/Connections?$/.test(action)) {
    const given = name(input.Name) ?? name(input.ConnectionName) ?? name((input.ConnectionInput as Input)?.Name);
    const names = given === undefined ? ((input.ConnectionNameList as string[] | undefined) ?? []) : [given];
    return [need([at("catalog"), ...names.map((it) => at(`connection/${it}`))])];
  }
  const named = NAMED.find(({ actions }) => actions.test(action));
  const found = named?.fields.map((field) => name(input[field])).find((it) => it !== undefined);
  const all = found === undefined ? (input[named?.list ?? ""] as string[] | undefined) : [found];
  return [need(all?.map((it) => at(`${named!.type}/${it}`)) ?? ["*"]), ...passing];
}

/** Who gives Glue a role must be allowed to pass it. */
function passedRole(action: string, input: Input): Need[] {
  const { EncryptionAtRest } = (input.DataCatalogEncryptionSettings ?? {}) as { EncryptionAtRest?: Input };
  const given = input.Role ?? (input.JobUpdate as Input | undefined)?.Role;
  const role = name(given ?? EncryptionAtRest?.CatalogEncryptionServiceRole);
  const takesOne = /^((Create|Update)(Crawler|Job)|PutDataCatalogEncryptionSettings)$/.test(action);
  if (role === undefined || !takesOne || !role.startsWith("arn:")) return [];
  return [{ action: "iam:PassRole", resources: [role], context: { "iam:PassedToService": "glue.amazonaws.com" } }];
}

const name = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
