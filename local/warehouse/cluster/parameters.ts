import { invalid } from "./input";

interface Parameter {
  value: string;
  description: string;
  type: "boolean" | "integer" | "string";
  allowed?: string;
}

const boolean = (value: string, description: string): Parameter => ({
  ...{ value, description, type: "boolean", allowed: "true,false" },
});

/** The parameters of a cluster with their defaults. All are static: they act from the next start on. */
const PARAMETERS: Record<string, Parameter> = {
  auto_analyze: boolean("true", "Use auto analyze"),
  auto_mv: boolean("true", "Use automated materialized views"),
  datestyle: { value: "ISO, MDY", description: "Sets the display format for date and time values.", type: "string" },
  enable_case_sensitive_identifier: boolean("false", "Preserve case sensitivity for database identifiers"),
  enable_user_activity_logging: boolean("false", "parameter for audit logging purpose"),
  extra_float_digits: {
    ...{ value: "0", type: "integer", allowed: "-15-2" },
    description: "Sets the number of digits displayed for floating-point values",
  },
  max_concurrency_scaling_clusters: {
    ...{ value: "1", type: "integer", allowed: "0-10" },
    description: "The maximum concurrency scaling clusters can be used.",
  },
  max_cursor_result_set_size: {
    ...{ value: "default", type: "integer", allowed: "0-14400000" },
    description: "Sets the max cursor result set size",
  },
  query_group: { value: "default", description: "Labels the queries of a session.", type: "string" },
  require_ssl: boolean("false", "require ssl for all databaseconnections"),
  search_path: { value: "$user, public", description: "Sets the schema search order for names.", type: "string" },
  statement_timeout: {
    ...{ value: "0", type: "integer", allowed: "0,100-2147483647" },
    description: "Aborts any statement that takes over the specified number of milliseconds.",
  },
  use_fips_ssl: boolean("false", "Use fips ssl library"),
  wlm_json_configuration: { value: '[{"auto_wlm":true}]', description: "wlm json configuration", type: "string" },
};

/** What differs in a family from {@link PARAMETERS}. */
const FAMILIES: Record<string, Record<string, string>> = {
  "redshift-1.0": {},
  "redshift-2.0": { require_ssl: "true" },
};

/** The family of a cluster for which no group is given. */
export const USUAL_FAMILY = "redshift-2.0";

/** Those that would change how SQL is read or answered, and that nothing here does. */
const FIXED = ["datestyle", "enable_case_sensitive_identifier", "extra_float_digits", "search_path"];

export const families = () => Object.keys(FAMILIES);

export const defaultValue = (family: string, name: string): string => FAMILIES[family][name] ?? PARAMETERS[name].value;

export const parameterNames = () => Object.keys(PARAMETERS);

/** @throws {AwsError} for an unknown parameter, a value that it does not take, or one that the local Redshift does not emulate */
export function checkParameter(name: string, value: string): void {
  const parameter = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (!parameter) throw invalid(`The parameter ${name} is unknown; ${parameterNames().join(", ")} are accepted`);
  if (FIXED.includes(name) && value !== parameter.value) {
    throw invalid(
      `The parameter ${name} with ${JSON.stringify(value)} is not emulated by the local Redshift; ${JSON.stringify(parameter.value)} is`,
    );
  }
  if (!isAllowed(parameter, value))
    throw invalid(`The parameter ${name} is ${JSON.stringify(value)}; ${parameter.allowed ?? "JSON"} is accepted`);
}

function isAllowed({ type, allowed, value: usual }: Parameter, value: string): boolean {
  if (value === usual) return true;
  if (type === "boolean") return ["true", "false"].includes(value);
  if (type !== "integer") return !usual.startsWith("[") || isJson(value);
  const ranges = (allowed ?? "").split(",").map((range) => /^(-?\d+)(?:-(\d+))?$/.exec(range)!);
  const number = Number(value);
  return (
    Number.isInteger(number) &&
    ranges.some(([, least, most]) => number >= Number(least) && number <= Number(most ?? least))
  );
}

function isJson(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/** As DescribeClusterParameters answers. */
export function shownParameter(name: string, value: string, source: "engine-default" | "user"): object {
  const { description, type, allowed } = PARAMETERS[name];
  return {
    ...{ ParameterName: name, ParameterValue: value, Description: description, Source: source, DataType: type },
    ...{ AllowedValues: allowed, ApplyType: "static", IsModifiable: true },
  };
}
