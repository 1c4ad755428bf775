import type { Target } from "@aws-sdk/client-eventbridge";
import { arn, type Need, type Place } from "../access/need";
import { busOf } from "./rules";

type Input = Record<string, unknown>;

/**
 * What a call of EventBridge needs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function eventNeeds(action: string, input: Input, place: Place): Need[] {
  const need = (resources: string[]): Need[] => [{ action: `events:${action}`, resources }];
  const at = (resource: string) => arn("events", place, resource);
  if (action === "PutEvents") {
    const buses = new Set(
      ((input.Entries ?? []) as Input[]).map(({ EventBusName }) => busOf(EventBusName as string | undefined)),
    );
    return need([...buses].map((bus) => at(`event-bus/${bus}`)));
  }
  if (/Tag/.test(action)) return need([String(input.ResourceARN)]);
  if (/EventBus$/.test(action)) return need([at(`event-bus/${busOf(input.Name as string | undefined)}`)]);
  const rule = input.Rule ?? (/Rule$/.test(action) ? input.Name : undefined);
  if (rule === undefined) return need(["*"]);
  const bus = busOf(input.EventBusName as string | undefined);
  const ruleNeed = need([at(`rule/${bus === "default" ? "" : `${bus}/`}${String(rule)}`)]);
  return action === "PutTargets" ? [...ruleNeed, ...passedRoles((input.Targets ?? []) as Target[])] : ruleNeed;
}

/** Who gives EventBridge a role must be allowed to pass it. */
function passedRoles(targets: Target[]): Need[] {
  const roles = new Set(targets.flatMap(({ RoleArn }) => RoleArn ?? []));
  const context = { "iam:PassedToService": "events.amazonaws.com" };
  return [...roles].map((role) => ({ action: "iam:PassRole", resources: [role], context }));
}
