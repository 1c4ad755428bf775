import type { Happened } from "../events/event";

/** What Glue tells EventBridge of. https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html */
export type EventType =
  | "Glue Crawler State Change"
  | "Glue Job State Change"
  | "Glue Job Run Status"
  | "Glue Data Catalog Database State Change"
  | "Glue Data Catalog Table State Change";

/** Tells EventBridge. */
export type Announce = (type: EventType, detail: object, resources?: string[]) => void;

export const announcing =
  (emit: (happened: Happened) => void): Announce =>
  (type, detail, resources) =>
    emit({ source: "aws.glue", type, detail, resources });
