import type { InputTransformer, Rule, Target } from "@aws-sdk/client-eventbridge";
import type { BusEvent } from "./event";

/**
 * The text that a target is sent.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function inputFor(target: Target, event: BusEvent, rule: Pick<Rule, "Name" | "Arn">): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(at(event, target.InputPath)) ?? "";
  if (target.InputTransformer) return transformed(target.InputTransformer, event, rule);
  return JSON.stringify(event);
}

function transformed(
  { InputPathsMap = {}, InputTemplate = "" }: InputTransformer,
  event: BusEvent,
  rule: Pick<Rule, "Name" | "Arn">,
): string {
  const withoutDetail = Object.fromEntries(Object.entries(event).filter(([name]) => name !== "detail"));
  const values = new Map<string, unknown>([
    ["aws.events.rule-arn", rule.Arn],
    ["aws.events.rule-name", rule.Name],
    ["aws.events.event.ingestion-time", event.time],
    ["aws.events.event", withoutDetail],
    ["aws.events.event.json", event],
    ...Object.entries(InputPathsMap).map(([name, path]) => [name, at(event, path)] as const),
  ]);
  // Inside of quotes a value is text, outside JSON.
  return InputTemplate.replace(/"(?:[^"\\]|\\.)*"|<[^<>"]+>/g, (part) => {
    if (part.startsWith('"'))
      return part.replace(/<([^<>"]+)>/g, (all, name: string) => filled(all, values, name, asText));
    return filled(part, values, part.slice(1, -1), asJson);
  });
}

function filled(all: string, values: Map<string, unknown>, name: string, write: (value: unknown) => string): string {
  return values.has(name) ? write(values.get(name)) : all;
}

const asJson = (value: unknown) => JSON.stringify(value) ?? "";

function asText(value: unknown): string {
  if (value === undefined) return "";
  return JSON.stringify(typeof value === "string" ? value : JSON.stringify(value)).slice(1, -1);
}

/** What lies at a JSON path such as `$.detail.state`, `$.resources[0]` or `$.detail['a b']`. */
function at(event: BusEvent, path: string): unknown {
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']*)'\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted,
  );
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined | null)?.[step], event);
}
