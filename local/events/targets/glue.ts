import type { Target } from "@aws-sdk/client-eventbridge";
import type { BusEvent } from "../event";
import type { TargetKind } from "./kind";

/** Glue workflows. https://docs.aws.amazon.com/glue/latest/dg/starting-workflow-eventbridge.html */
export function glueWorkflow(notify: (workflow: string, eventId: string) => void): TargetKind {
  return {
    service: "glue",
    action: "NotifyEvent",
    lets: "role",
    tellsRule: true,
    isArn: (arn) => /^arn:[^:]+:glue:[^:]+:\d+:workflow\/.+$/.test(arn),
    needs: ({ Arn }) => [{ action: "glue:notifyEvent", resources: [Arn!] }],
    policies: async () => [],
    send: async ({ Arn }: Target, _message: string, event: BusEvent) => notify(Arn!.split("workflow/")[1], event.id),
  };
}
