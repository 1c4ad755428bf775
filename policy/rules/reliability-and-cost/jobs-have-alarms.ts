import { comesFrom, type Resource, type Stack } from "../resources";
import type { StackRule } from "../rule";

/** An alarm on its metrics, or a rule on the events of its runs, that tells somebody. */
export const jobsHaveAlarms: StackRule = {
  name: "jobs-have-alarms",
  severity: "medium",
  title: "Every job has an alarm with an action, or a rule with a target for its failed runs",
  rationale: "A table that is not fresh is noticed by who reads it, days later.",
  remedy:
    "Add a cloudwatch.MetricAlarm with the dimension JobName and alarmActions, or an EventRule for Glue Job State Change with an EventTarget.",
  link: "https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html",

  checkStack(stack) {
    const alarms = stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").filter((it) => raises(stack, it));
    const targets = stack.ofType("aws:cloudwatch/eventTarget:EventTarget");
    const rules = stack
      .ofType("aws:cloudwatch/eventRule:EventRule")
      .filter((rule) => targets.some((it) => stack.names(it, "rule", rule, "name")));
    return stack
      .ofType("aws:glue/job:Job")
      .filter(
        (job) =>
          alarms.every((it) => watches(stack, it, job) === false) &&
          rules.every((it) => hears(stack, it, job) === false),
      )
      .map((resource) => ({ resource, what: "has no MetricAlarm with an action, and no EventRule with a target" }));
  },
};

/** Whether the alarm, or one that is made of it, does something. */
const raises = (stack: Stack, alarm: Resource) =>
  acts(stack, alarm) ||
  stack
    .ofType("aws:cloudwatch/compositeAlarm:CompositeAlarm")
    .some((it) => comesFrom(it, "alarmRule", alarm) && acts(stack, it));

/** Actions that are unknown at preview are actions. */
const acts = (stack: Stack, alarm: Resource): boolean =>
  stack.readIfSet(
    alarm,
    ({ actionsEnabled, alarmActions }) => actionsEnabled !== false && [alarmActions ?? []].flat().length > 0,
  ) ?? true;

const nameOf = (stack: Stack, job: Resource) => stack.read(job, (props) => (props.name as string | undefined) ?? "");

/** Undefined where it cannot be said at preview; so is what `hears` returns. */
function watches(stack: Stack, alarm: Resource, job: Resource): boolean | undefined {
  if (comesFrom(alarm, "dimensions", job) || comesFrom(alarm, "metricQueries", job)) return true;
  const watched = stack.read(alarm, (props) => (props.dimensions as Record<string, string> | undefined)?.JobName ?? "");
  if (watched === undefined || watched === "") return watched === undefined ? undefined : false;
  const name = nameOf(stack, job);
  return name === undefined ? undefined : name === watched;
}

interface Pattern {
  source?: string[];
  "detail-type"?: string[];
  detail?: { jobName?: (string | { prefix?: string })[]; state?: string[] };
}

/** Of a rule that is off, by the clock, or with a pattern that is none. */
const NOTHING: Pattern = { source: [] };

function hears(stack: Stack, rule: Resource, job: Resource): boolean | undefined {
  const isOfJob = comesFrom(rule, "eventPattern", job);
  const read = (props: Record<string, never>) =>
    props.state === "DISABLED" || props.isEnabled === false ? NOTHING : patternOf(String(props.eventPattern ?? ""));
  const pattern = isOfJob ? stack.readIfSet(rule, read) : stack.read(rule, read);
  if (pattern === undefined) return isOfJob || undefined;
  const { source, "detail-type": type, detail: { jobName, state } = {} } = pattern;
  const has = (values: unknown[] | undefined, value: string) => values?.includes(value) ?? true;
  if (!has(source, "aws.glue") || !has(type, "Glue Job State Change") || !has(state, "FAILED")) return false;
  if (jobName === undefined) return true;
  const name = nameOf(stack, job);
  return name === undefined
    ? undefined
    : jobName.some((it) => (typeof it === "string" ? it === name : name.startsWith(it.prefix ?? "")));
}

function patternOf(text: string): Pattern {
  try {
    return JSON.parse(text) as Pattern;
  } catch {
    return NOTHING;
  }
}
