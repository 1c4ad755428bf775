import type { StartingEventBatchCondition, Workflow } from "@aws-sdk/client-glue";
import { AwsError, type Handler } from "../../gateway/service";
import { invalidInput, notFound, text } from "../input";
import { page } from "../paging";
import type { Tags } from "../tags";
import type { Batches } from "../triggers/batches";
import type { Firing } from "../triggers/firing";
import type { Triggers } from "../triggers/triggers";
import { graphOf } from "./graph";
import { WorkflowRun } from "./run";

interface Entry {
  workflow: Workflow;
  /** Oldest first. */
  runs: WorkflowRun[];
}

export interface WorkflowsInput {
  tags: Tags;
  triggers: Triggers;
  firing: Firing;
  batches: Batches;
}

type Input = Record<string, unknown>;
type Properties = Record<string, string>;

/** Workflows and their runs. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-workflow.html */
export class Workflows {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly input: WorkflowsInput) {}

  readonly actions: Record<string, Handler> = {
    CreateWorkflow: async ({ input }) => this.create(input),
    UpdateWorkflow: async ({ input }) => this.update(input),
    DeleteWorkflow: async ({ input }) => this.delete(text(input, "Name")),
    GetWorkflow: async ({ input }) => ({ Workflow: this.shown(this.get(text(input, "Name")), input) }),
    BatchGetWorkflows: async ({ input }) => {
      const names = input.Names as string[];
      return {
        Workflows: names.flatMap((name) => this.entries.get(name) ?? []).map((entry) => this.shown(entry, input)),
        MissingWorkflows: names.filter((name) => !this.entries.has(name)),
      };
    },
    ListWorkflows: async ({ input }) => {
      const { items, NextToken } = page([...this.entries.keys()], input, 25);
      return { Workflows: items, NextToken };
    },
    StartWorkflowRun: async ({ input }) => ({
      RunId: this.start(text(input, "Name"), input.RunProperties as Properties | undefined),
    }),
    StopWorkflowRun: async ({ input }) => {
      this.run(input).stop();
      return {};
    },
    GetWorkflowRun: async ({ input }) => ({ Run: this.run(input).shown(input.IncludeGraph === true) }),
    GetWorkflowRuns: async ({ input }) => {
      const { items, NextToken } = page(this.get(text(input, "Name")).runs.toReversed(), input);
      return { Runs: items.map((run) => run.shown(input.IncludeGraph === true)), NextToken };
    },
    GetWorkflowRunProperties: async ({ input }) => ({ RunProperties: this.run(input).properties }),
    PutWorkflowRunProperties: async ({ input }) => {
      Object.assign(this.run(input).properties, input.RunProperties);
      return {};
    },
  };

  /** @throws EntityNotFoundException. */
  get(name: string): Entry {
    const entry = this.entries.get(name);
    if (!entry) throw notFound(`Workflow ${name} not found`);
    return entry;
  }

  /** Starts a run. @returns its id. @throws ConcurrentRunsExceededException, InvalidInputException. */
  start(name: string, properties?: Properties): string {
    if (this.isFull(this.get(name))) throw new AwsError("ConcurrentRunsExceededException", exceeded(name));
    return this.begin(name, properties).id;
  }

  /** Starts a run where nobody waits for an answer: one that is too many is kept as one in error. */
  startUnasked(name: string, properties?: Properties, batch?: StartingEventBatchCondition): void {
    const entry = this.get(name);
    if (!this.isFull(entry)) this.begin(name, properties, batch);
    else this.add(entry, properties, batch).fail(exceeded(name));
  }

  /** EventBridge's NotifyEvent: the event starts a run, alone or with others. */
  notify(name: string, eventId: string): void {
    this.get(name);
    const trigger = this.input.triggers.startOf(name);
    if (trigger?.Type !== "EVENT") throw invalidInput(`Workflow ${name} has no starting trigger of type EVENT`);
    this.input.batches.add(trigger, eventId);
  }

  private begin(name: string, properties?: Properties, batch?: StartingEventBatchCondition): WorkflowRun {
    const trigger = this.input.triggers.startOf(name);
    if (!trigger) throw invalidInput(`Workflow ${name} has no starting trigger`);
    const run = this.add(this.get(name), properties, batch);
    this.input.firing.fire(trigger, run.chain, () => run.end());
    return run;
  }

  private add({ workflow, runs }: Entry, properties?: Properties, batch?: StartingEventBatchCondition): WorkflowRun {
    const name = workflow.Name ?? "";
    const run = new WorkflowRun({
      workflow: name,
      properties: { ...workflow.DefaultRunProperties, ...properties },
      triggers: this.input.triggers.of(name),
      previousRunId: runs.at(-1)?.id,
      batch,
    });
    runs.push(run);
    return run;
  }

  private isFull({ workflow, runs }: Entry): boolean {
    return runs.filter(({ isUnderWay }) => isUnderWay).length >= (workflow.MaxConcurrentRuns ?? Infinity);
  }

  private create({ Tags, ...input }: Input): object {
    const name = text(input, "Name");
    if (this.entries.has(name))
      throw new AwsError("AlreadyExistsException", `Workflow with name ${name} already exists`);
    const now = new Date();
    this.entries.set(name, {
      workflow: { ...settings(input), Name: name, CreatedOn: now, LastModifiedOn: now },
      runs: [],
    });
    this.input.tags.set("workflow", name, Tags);
    return { Name: name };
  }

  private update(input: Input): object {
    const entry = this.get(text(input, "Name"));
    entry.workflow = { ...entry.workflow, ...settings(input), LastModifiedOn: new Date() };
    return { Name: entry.workflow.Name };
  }

  /** Its triggers go with it; jobs and crawlers stay. */
  private delete(name: string): object {
    this.entries.delete(name);
    this.input.tags.delete("workflow", name);
    for (const { Name = "" } of this.input.triggers.of(name)) this.input.triggers.delete(Name);
    return { Name: name };
  }

  private shown({ workflow, runs }: Entry, { IncludeGraph }: Input): Workflow {
    const withGraph = IncludeGraph === true;
    const Graph = withGraph ? graphOf(this.input.triggers.of(workflow.Name ?? "")) : undefined;
    return { ...workflow, LastRun: runs.at(-1)?.shown(withGraph), Graph };
  }

  private run(input: Input): WorkflowRun {
    const [name, id] = [text(input, "Name"), text(input, "RunId")];
    const run = this.get(name).runs.find((one) => one.id === id);
    if (!run) throw notFound(`Run ${id} of workflow ${name} not found`);
    return run;
  }
}

/** What Create- and UpdateWorkflow may set. */
function settings({ Description, DefaultRunProperties, MaxConcurrentRuns }: Input): Partial<Workflow> {
  if (MaxConcurrentRuns !== undefined && !(Number(MaxConcurrentRuns) >= 1)) {
    throw invalidInput(`MaxConcurrentRuns is ${String(MaxConcurrentRuns)}; it takes 1 and more`);
  }
  const given = { Description, DefaultRunProperties, MaxConcurrentRuns };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const exceeded = (name: string) => `Concurrent runs exceeded for workflow: ${name}.`;
