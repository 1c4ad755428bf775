import type {
  Action,
  Condition,
  EventBatchingCondition,
  Trigger,
  TriggerType,
  TriggerUpdate,
} from "@aws-sdk/client-glue";
import { parseSchedule } from "../../time/schedule";
import { invalidInput, text } from "../input";

/** What a trigger may name. Each throws EntityNotFoundException for what is not there. */
export interface Named {
  job(name: string): unknown;
  crawler(name: string): unknown;
  workflow(name: string): unknown;
}

type Input = Record<string, unknown>;

const TYPES: TriggerType[] = ["SCHEDULED", "CONDITIONAL", "ON_DEMAND", "EVENT"];
const JOB_STATES = ["SUCCEEDED", "STOPPED", "FAILED", "TIMEOUT"];
const CRAWL_STATES = ["SUCCEEDED", "FAILED", "CANCELLED"];
/** AWS's, of EventBatchingCondition. */
const LONGEST_WINDOW = 900;
const SHORTEST_INTERVAL = 5 * 60_000;
/** How many intervals of a schedule are looked at. */
const LOOKED_AT = 100;

/** A trigger as CreateTrigger makes it. @throws InvalidInputException, EntityNotFoundException. */
export function newTrigger(input: Input, named: Named): Trigger {
  const Name = text(input, "Name");
  const Type = text(input, "Type") as TriggerType;
  const { WorkflowName, StartOnCreation } = input as { WorkflowName?: string; StartOnCreation?: boolean };
  if (!TYPES.includes(Type)) throw invalidInput(`Type ${Type} is none of ${TYPES.join(", ")}`);
  if (WorkflowName !== undefined) named.workflow(WorkflowName);
  const isActivated = Type === "SCHEDULED" || Type === "CONDITIONAL";
  if (StartOnCreation && !isActivated) throw invalidInput(`StartOnCreation is not supported for ${Type} triggers`);
  if (Type === "EVENT" && WorkflowName === undefined)
    throw invalidInput("A trigger of type EVENT starts a workflow: WorkflowName is missing");
  const State = StartOnCreation ? "ACTIVATED" : "CREATED";
  return changedTrigger({ Name, WorkflowName, Type, State }, input as TriggerUpdate, named);
}

/** The trigger as UpdateTrigger leaves it: all that it does is replaced. @throws InvalidInputException, EntityNotFoundException. */
export function changedTrigger(old: Trigger, update: TriggerUpdate, named: Named): Trigger {
  const { Description, Schedule, Actions = [], Predicate, EventBatchingCondition } = update;
  const { Name, WorkflowName, Type, State } = old;
  checkActions(Actions, named);
  if (Type === "SCHEDULED") checkSchedule(Schedule);
  if (Type === "CONDITIONAL") {
    if (!Predicate?.Conditions?.length)
      throw invalidInput("Predicate cannot be null or empty for a trigger of type CONDITIONAL");
    if (Predicate.Conditions.length > 1 && !Predicate.Logical)
      throw invalidInput("Predicate.Logical is required with several conditions");
    for (const condition of Predicate.Conditions) checkCondition(condition, Actions, named);
  }
  const batching = EventBatchingCondition && checkedBatching(EventBatchingCondition);
  return {
    Name,
    WorkflowName,
    Type,
    State,
    Description,
    Schedule,
    Actions,
    Predicate,
    EventBatchingCondition: batching,
  };
}

function checkActions(actions: Action[], named: Named): void {
  if (actions.length === 0) throw invalidInput("Actions cannot be null or empty");
  for (const { JobName, CrawlerName, Timeout } of actions) {
    if ((JobName === undefined) === (CrawlerName === undefined))
      throw invalidInput("An action starts either a job or a crawler");
    if (JobName !== undefined) named.job(JobName);
    if (CrawlerName !== undefined) named.crawler(CrawlerName);
    if (Timeout !== undefined && Timeout < 1) throw invalidInput(`Timeout is ${Timeout}; it takes minutes from 1`);
  }
  const crawlers = actions.filter(({ CrawlerName }) => CrawlerName !== undefined);
  if (crawlers.length > 2) throw invalidInput("Only two crawlers can be activated by a single trigger");
}

/** In AWS's words where they are known. */
function checkCondition(condition: Condition, actions: Action[], named: Named): void {
  const { LogicalOperator, JobName, State, CrawlerName, CrawlState } = condition;
  if (!LogicalOperator) throw invalidInput("Logical operator cannot be null or empty");
  if (LogicalOperator !== "EQUALS") throw invalidInput(`LogicalOperator ${LogicalOperator} is not EQUALS`);
  if ((JobName === undefined) === (CrawlerName === undefined))
    throw invalidInput("A condition is about either a job or a crawler");
  const [kind, state, states] =
    JobName !== undefined ? ["job", State, JOB_STATES] : ["crawler", CrawlState, CRAWL_STATES];
  if (!state) {
    throw invalidInput(
      `State cannot be null or empty, choose from one of the following ${kind} state: [${states.join(", ")}]`,
    );
  }
  if (!states.includes(state))
    throw invalidInput(`A trigger does not listen for the ${kind} state ${state}: it takes ${states.join(", ")}`);
  if (JobName === undefined) {
    named.crawler(CrawlerName!);
  } else {
    named.job(JobName);
    if (actions.some((action) => action.JobName === JobName)) {
      throw invalidInput("Job cannot be a Predicate and Action for Conditional Trigger.");
    }
  }
}

function checkSchedule(expression: string | undefined): void {
  if (!expression) throw invalidInput("Schedule cannot be null or empty for a trigger of type SCHEDULED");
  try {
    if (!expression.startsWith("cron(")) throw new Error(`${expression} is not of the form cron(...)`);
    const schedule = parseSchedule(expression);
    let last = schedule.next(new Date());
    for (let i = 0; last && i < LOOKED_AT; i++) {
      const next = schedule.next(last);
      if (next && next.getTime() - last.getTime() < SHORTEST_INTERVAL) {
        throw new Error(`${expression} leads to a rate faster than 5 minutes, which is not supported`);
      }
      last = next;
    }
  } catch (error) {
    throw invalidInput(`Schedule: ${(error as Error).message}`);
  }
}

function checkedBatching({ BatchSize, BatchWindow = LONGEST_WINDOW }: EventBatchingCondition): EventBatchingCondition {
  if (!(Number(BatchSize) >= 1 && Number(BatchSize) <= 100))
    throw invalidInput(`EventBatchingCondition.BatchSize is ${BatchSize}; it takes 1 to 100`);
  if (!(BatchWindow >= 1 && BatchWindow <= LONGEST_WINDOW)) {
    throw invalidInput(
      `EventBatchingCondition.BatchWindow is ${BatchWindow}; it takes seconds from 1 to ${LONGEST_WINDOW}`,
    );
  }
  return { BatchSize, BatchWindow };
}
