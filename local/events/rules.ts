import {
  DescribeRuleCommand,
  type EventBridgeClient,
  EventBridgeServiceException,
  ListRulesCommand,
  type Rule,
} from "@aws-sdk/client-eventbridge";
import { AwsError } from "../gateway/service";
import type { Clock } from "../time/clock";
import { parseSchedule } from "../time/schedule";
import { Timetable } from "../time/timetable";
import type { BusEvent } from "./event";
import { parsePattern } from "./pattern";

/** A rule's key: it is known by its bus and name. */
export const keyOf = (bus: string | undefined, rule: string) => `${busOf(bus)}/${rule}`;

/** The name of a bus that is given by name, by ARN or not at all. */
export const busOf = (bus = "default") => bus.split("/").at(-1)!;

/** Rules as moto keeps them: which take an event, and whose time has come. */
export class Rules {
  private readonly timetable: Timetable;

  constructor(
    private readonly moto: EventBridgeClient,
    clock: Clock,
    due: (rule: Rule, time: Date) => void,
  ) {
    this.timetable = new Timetable(clock, (key, time) => {
      const [bus, name] = key.split("/");
      this.get(bus, name).then(
        (rule) => due(rule, time),
        (error) => console.error(`Rule ${name} is due:`, error),
      );
    });
  }

  /** @throws AwsError ResourceNotFoundException. */
  async get(bus: string | undefined, name: string): Promise<Rule> {
    return asked(this.moto.send(new DescribeRuleCommand({ Name: name, EventBusName: busOf(bus) })));
  }

  async takers(bus: string, event: BusEvent): Promise<Rule[]> {
    const rules = await this.all(bus);
    return rules.filter(
      ({ EventPattern, State }) => EventPattern && State !== "DISABLED" && parsePattern(EventPattern)(event),
    );
  }

  /** After the rule was put, enabled or disabled: from now on its schedule counts as it is. */
  async reschedule(bus: string | undefined, name: string): Promise<void> {
    const { ScheduleExpression, State } = await this.get(bus, name);
    if (ScheduleExpression && State !== "DISABLED")
      this.timetable.set(keyOf(bus, name), parseSchedule(ScheduleExpression));
    else this.timetable.clear(keyOf(bus, name));
  }

  forget(bus: string | undefined, name: string): void {
    this.timetable.clear(keyOf(bus, name));
  }

  close(): void {
    this.timetable.close();
  }

  private async all(bus: string): Promise<Rule[]> {
    const rules: Rule[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.moto.send(new ListRulesCommand({ EventBusName: bus, NextToken }));
      rules.push(...(page.Rules ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return rules;
  }
}

/** moto's answer, and its error as the gateway's. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof EventBridgeServiceException)) throw error;
    throw new AwsError(error.name, error.message, error.$metadata.httpStatusCode);
  }
}
