/** What happened, as a service tells it. */
export interface Happened {
  /** `aws.glue` */
  source: string;
  /** `Glue Job State Change` */
  type: string;
  detail: object;
  /** ARNs of what it is about. */
  resources?: string[];
}

/** An event as rules see it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface BusEvent {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  /** ISO 8601, to the second. */
  time: string;
  region: string;
  resources: string[];
  detail: object;
}
