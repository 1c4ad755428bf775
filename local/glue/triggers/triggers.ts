import type { Trigger, TriggerUpdate } from "@aws-sdk/client-glue";
import { AwsError, type Handler } from "../../gateway/service";
import type { Clock } from "../../time/clock";
import { parseSchedule } from "../../time/schedule";
import { Timetable } from "../../time/timetable";
import { invalidInput, notFound, text } from "../input";
import { page } from "../paging";
import type { Tags } from "../tags";
import { Chain } from "./chain";
import { changedTrigger, type Named, newTrigger } from "./definition";
import type { Firing } from "./firing";

export interface TriggersInput {
  clock: Clock;
  tags: Tags;
  named: Named;
  firing: Firing;
  /** Starts a run of the workflow. @throws what StartWorkflowRun would answer. */
  startWorkflow(name: string): void;
  /** The time of the starting trigger of a workflow has come. */
  workflowIsDue(name: string): void;
  /** The trigger is no more. */
  onDelete(name: string): void;
}

type Input = Record<string, unknown>;

/** Triggers of jobs and crawlers. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-trigger.html */
export class Triggers {
  private readonly byName = new Map<string, Trigger>();
  private readonly timetable: Timetable;

  constructor(private readonly input: TriggersInput) {
    this.timetable = new Timetable(input.clock, (name) => this.due(this.get(name)));
  }

  readonly actions: Record<string, Handler> = {
    CreateTrigger: async ({ input }) => this.create(input),
    UpdateTrigger: async ({ input }) => this.update(input),
    DeleteTrigger: async ({ input }) => this.delete(text(input, "Name")),
    GetTrigger: async ({ input }) => ({ Trigger: this.get(text(input, "Name")) }),
    GetTriggers: async ({ input }) => {
      const { items, NextToken } = page(this.starting(input.DependentJobName), input);
      return { Triggers: items, NextToken };
    },
    ListTriggers: async ({ input }) => {
      const names = this.starting(input.DependentJobName).map(({ Name = "" }) => Name);
      const { items, NextToken } = page(
        names.filter((name) => this.input.tags.match("trigger", name, input.Tags)),
        input,
      );
      return { TriggerNames: items, NextToken };
    },
    BatchGetTriggers: async ({ input }) => {
      const names = input.TriggerNames as string[];
      return {
        Triggers: names.flatMap((name) => this.byName.get(name) ?? []),
        TriggersNotFound: names.filter((name) => !this.byName.has(name)),
      };
    },
    StartTrigger: async ({ input }) => this.start(this.get(text(input, "Name"))),
    StopTrigger: async ({ input }) => this.stop(this.get(text(input, "Name"))),
  };

  all(): Trigger[] {
    return [...this.byName.values()];
  }

  /** Those of a workflow. */
  of(workflow: string): Trigger[] {
    return this.all().filter(({ WorkflowName }) => WorkflowName === workflow);
  }

  /** The one that starts the workflow. */
  startOf(workflow: string): Trigger | undefined {
    return this.of(workflow).find(({ Type }) => Type !== "CONDITIONAL");
  }

  /** No exception for one that is not there. */
  delete(name: string): object {
    this.byName.delete(name);
    this.timetable.clear(name);
    this.input.tags.delete("trigger", name);
    this.input.onDelete(name);
    return { Name: name };
  }

  close(): void {
    this.timetable.close();
  }

  private get(name: string): Trigger {
    const trigger = this.byName.get(name);
    if (!trigger) throw notFound(`Trigger ${name} not found`);
    return trigger;
  }

  private create(input: Input): object {
    const trigger = newTrigger(input, this.input.named);
    const { Name = "", Type, WorkflowName } = trigger;
    if (this.byName.has(Name)) throw new AwsError("AlreadyExistsException", `Trigger with name ${Name} already exists`);
    if (WorkflowName !== undefined && Type !== "CONDITIONAL" && this.startOf(WorkflowName)) {
      throw invalidInput(
        `Workflow ${WorkflowName} has a starting trigger already: only one starting trigger is permitted`,
      );
    }
    this.put(trigger);
    this.input.tags.set("trigger", Name, input.Tags);
    return { Name };
  }

  private update(input: Input): object {
    const old = this.get(text(input, "Name"));
    const trigger = changedTrigger(old, (input.TriggerUpdate ?? {}) as TriggerUpdate, this.input.named);
    this.put(trigger);
    return { Trigger: trigger };
  }

  private put(trigger: Trigger): void {
    const { Name = "", Schedule, State } = trigger;
    this.byName.set(Name, trigger);
    if (State === "ACTIVATED" && Schedule) this.timetable.set(Name, parseSchedule(Schedule));
    else this.timetable.clear(Name);
  }

  private start(trigger: Trigger): object {
    const { Name, Type, State, WorkflowName } = trigger;
    if (Type === "EVENT") throw invalidInput("Trigger Type EVENT cannot be started");
    if (Type !== "ON_DEMAND") {
      if (State === "ACTIVATED") throw notAllowed(trigger);
      this.put({ ...trigger, State: "ACTIVATED" });
    } else if (WorkflowName !== undefined) {
      this.input.startWorkflow(WorkflowName);
    } else {
      const error = this.fireAlone(trigger);
      if (error) throw error;
    }
    return { Name };
  }

  private stop(trigger: Trigger): object {
    if (trigger.State !== "ACTIVATED") throw notAllowed(trigger);
    this.put({ ...trigger, State: "DEACTIVATED" });
    return { Name: trigger.Name };
  }

  private due(trigger: Trigger): void {
    if (trigger.WorkflowName !== undefined) return this.input.workflowIsDue(trigger.WorkflowName);
    const error = this.fireAlone(trigger);
    if (error) console.error(`Trigger ${trigger.Name}:`, error.message);
  }

  /** Outside of a workflow. @returns why something could not be started. */
  private fireAlone(trigger: Trigger): Error | undefined {
    const chain = new Chain();
    this.input.firing.fire(trigger, chain);
    return chain.actions.find(({ error }) => error)?.error;
  }

  /** The triggers that start the job; all where there is none, and without a job. */
  private starting(job: unknown): Trigger[] {
    const all = this.all();
    const found = all.filter(({ Actions = [] }) => Actions.some(({ JobName }) => JobName === job));
    return job !== undefined && found.length > 0 ? found : all;
  }
}

const notAllowed = ({ State }: Trigger) =>
  invalidInput(`The operation is not allowed when trigger is in state: ${State}`);
