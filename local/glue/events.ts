import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Clients } from "./clients";

export type EventType = "Glue Crawler State Change" | "Glue Job State Change";

/**
 * Sends what Glue tells EventBridge. https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html
 * EventBridge's rules must not hold up a run, so a failure is shown on the console only.
 */
export async function sendEvent(clients: Clients, type: EventType, detail: Record<string, string>): Promise<void> {
  const entry = { Source: "aws.glue", DetailType: type, Detail: JSON.stringify(detail) };
  try {
    await clients.events.send(new PutEventsCommand({ Entries: [entry] }));
  } catch (error) {
    console.error(`${type} of ${detail.crawlerName ?? detail.jobName} was not sent:`, error);
  }
}
