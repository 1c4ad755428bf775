import { invalid } from "./input";
import type { ConfigParameter } from "./registry";

/** A new workgroup's settings on AWS. */
export const CONFIG_PARAMETERS: ConfigParameter[] = Object.entries({
  auto_mv: "true",
  datestyle: "ISO, MDY",
  enable_case_sensitive_identifier: "false",
  enable_user_activity_logging: "true",
  query_group: "default",
  search_path: "$user, public",
  require_ssl: "true",
  use_fips_ssl: "false",
  max_query_execution_time: "14400",
}).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue }));

/** Those that would change how SQL is read, and that the translation takes at their default. */
const FIXED = ["enable_case_sensitive_identifier", "datestyle", "search_path"];

const KNOWN = [
  ...CONFIG_PARAMETERS.map(({ parameterKey }) => parameterKey),
  "max_query_cpu_time",
  "max_query_blocks_read",
  "max_scan_row_count",
  "max_query_queue_time",
  "max_query_temp_blocks_to_disk",
  "max_join_row_count",
  "max_nested_loop_join_row_count",
  "wlm_json_configuration",
];

/**
 * The settings after a call: those that it names change, the others stay.
 * @throws {AwsError} ValidationException for an unknown one, or one that the local Redshift cannot change.
 */
export function configParameters(wanted: unknown, before: ConfigParameter[]): ConfigParameter[] {
  if (wanted === undefined || wanted === null) return before;
  const after = new Map(before.map(({ parameterKey, parameterValue }) => [parameterKey, parameterValue]));
  for (const { parameterKey, parameterValue } of wanted as ConfigParameter[]) {
    if (!KNOWN.includes(parameterKey))
      throw invalid(`configParameters: ${parameterKey} is unknown; ${KNOWN.join(", ")} are accepted`);
    const usual = CONFIG_PARAMETERS.find((parameter) => parameter.parameterKey === parameterKey)?.parameterValue;
    if (FIXED.includes(parameterKey) && parameterValue !== usual) {
      throw invalid(
        `configParameters: ${parameterKey} ${JSON.stringify(parameterValue)} is not emulated by the local Redshift; ${JSON.stringify(usual)} is`,
      );
    }
    after.set(parameterKey, parameterValue);
  }
  return [...after].map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue }));
}
