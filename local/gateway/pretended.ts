import { AwsError } from "./service";

/** Actions that moto answers as if it had done the work. Each is refused, since nothing would ever happen. */
const PRETENDED: { service: string; actions: RegExp; instead: string }[] = [
  { service: "athena", actions: /^Start(QueryExecution|Session|CalculationExecution)$/, instead: "moto runs no query" },
  { service: "elasticmapreduce", actions: /^(RunJobFlow|AddJobFlowSteps)$/, instead: "moto runs no step" },
  { service: "states", actions: /^Start(Sync)?Execution$/, instead: "moto runs no state machine" },
  // A REST service: its actions are paths.
  { service: "scheduler", actions: /^/, instead: "moto's schedules never fire; rules with a ScheduleExpression do" },
  { service: "rds", actions: /^CreateDB(Instance|Cluster)/, instead: "moto's databases hold no data" },
];

/** @returns the refusal of an action that moto only pretends to do. */
export function refusal(service: string, action: string | undefined): AwsError | undefined {
  const row = PRETENDED.find((entry) => entry.service === service && entry.actions.test(action ?? ""));
  return row && notEmulated(service, action ?? "", row.instead);
}

/** moto takes a session policy and gives credentials that are not limited by it. @throws AwsError */
export function refuseSessionPolicy(service: string, input: Record<string, unknown>): void {
  const limits = Object.keys(input).some((name) => name === "Policy" || name.startsWith("PolicyArns"));
  if (service === "sts" && limits) {
    throw notEmulated("sts", `${String(input.Action)} with a session policy`, "nothing would limit the session");
  }
}

export function notEmulated(service: string, action: string, why?: string): AwsError {
  const reason = why ? `: ${why}` : "";
  return new AwsError(
    "UnknownOperationException",
    `${service}:${action} is not emulated on the local AWS${reason} (docs/local.md lists what is)`,
  );
}
