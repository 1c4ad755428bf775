import type { PutEventsRequestEntry, Rule } from "@aws-sdk/client-eventbridge";
import { randomUUID } from "node:crypto";
import { AwsError, type Handler } from "../gateway/service";
import type { Clock } from "../time/clock";
import type { Delivery } from "./delivery";
import type { BusEvent, Happened } from "./event";
import { busOf, type Rules } from "./rules";
import type { Targets } from "./targets";

export interface BusInput {
  region: string;
  accountId: string;
  clock: Clock;
  rules: Rules;
  targets: Targets;
  delivery: Delivery;
}

const MOST_ENTRIES = 10;

/** Brings events to the targets of the rules that take them. */
export class Bus {
  private readonly underWay = new Set<Promise<void>>();
  private isClosed = false;

  constructor(private readonly input: BusInput) {}

  readonly actions: Record<string, Handler> = {
    PutEvents: async ({ input }) => {
      const entries = (input.Entries ?? []) as PutEventsRequestEntry[];
      if (entries.length < 1 || entries.length > MOST_ENTRIES) {
        throw new AwsError("ValidationException", `Entries are ${entries.length}; it takes 1 to ${MOST_ENTRIES}`);
      }
      const Entries = entries.map((entry) => this.put(entry));
      return { FailedEntryCount: Entries.filter((entry) => "ErrorCode" in entry).length, Entries };
    },
  };

  /** A service's own events go to the default bus. */
  emit(happened: Happened): void {
    this.deliver("default", this.event(happened));
  }

  /** The time of the rule's schedule has come. */
  due(rule: Rule, time: Date): void {
    const happened = { source: "aws.events", type: "Scheduled Event", detail: {}, resources: [rule.Arn!] };
    this.track(this.toTargets(rule, this.event(happened, time)));
  }

  /** Something under way that must end before all does. */
  track(work: Promise<void>): void {
    const tracked = work
      .catch((error) => console.error("EventBridge:", error))
      .finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private put({ Source, DetailType, Detail, Resources, Time, EventBusName }: PutEventsRequestEntry): object {
    const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => !value)?.[0];
    if (missing)
      return failed("InvalidArgument", `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
    if (Source!.startsWith("aws.")) return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
    const detail = parsed(Detail!);
    if (!detail) return failed("MalformedDetail", "Detail is malformed.");
    const happened = { source: Source!, type: DetailType!, detail, resources: Resources };
    // In the JSON protocol a time is a number of seconds.
    const event = this.event(happened, Time === undefined ? undefined : new Date(Number(Time) * 1000));
    this.deliver(busOf(EventBusName), event);
    return { EventId: event.id };
  }

  private event({ source, type, detail, resources = [] }: Happened, time = this.input.clock.now()): BusEvent {
    return {
      version: "0",
      id: randomUUID(),
      "detail-type": type,
      source,
      account: this.input.accountId,
      time: time.toISOString().replace(/\.\d+Z$/, "Z"),
      region: this.input.region,
      resources,
      detail,
    };
  }

  private deliver(bus: string, event: BusEvent): void {
    if (this.isClosed) return;
    this.track(
      this.input.rules.takers(bus, event).then(async (rules) => {
        await Promise.all(rules.map((rule) => this.toTargets(rule, event)));
      }),
    );
  }

  private async toTargets(rule: Rule, event: BusEvent): Promise<void> {
    const { targets, delivery } = this.input;
    const all = targets.of(rule.EventBusName, rule.Name!);
    await Promise.all(all.map((target) => delivery.send(targets.kindOf(target), target, event, rule)));
  }
}

const failed = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });

function parsed(detail: string): object | undefined {
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
