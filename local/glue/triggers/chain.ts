import type { Condition, Crawl, CrawlState, JobRun, JobRunState, Trigger } from "@aws-sdk/client-glue";

/** A job or crawler that a trigger started, or could not start. */
export interface StartedAction {
  kind: "JOB" | "CRAWLER";
  name: string;
  state(): JobRunState | CrawlState;
  /** Every attempt of a job, the first one first. */
  jobRuns?: JobRun[];
  crawl?(): Crawl;
  /** Why it could not be started. */
  error?: Error;
  stop(): void;
  ended: Promise<void>;
}

const UNDER_WAY = ["STARTING", "RUNNING", "STOPPING", "WAITING", "CANCELLING"];

export const isUnderWay = (action: StartedAction) => UNDER_WAY.includes(action.state());

/**
 * What descends from a starting trigger that fired: all that it and the triggers after it started. Conditions of triggers heed
 * what is in their own chain alone.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/about-triggers.html
 */
export class Chain {
  readonly actions: StartedAction[] = [];
  /** Names of the triggers that fired: each does so once. */
  private readonly fired = new Set<string>();
  private isStopped = false;

  constructor(
    /** The run of a workflow to which it belongs. */
    readonly workflowRun?: { name: string; id: string },
  ) {}

  /** Whether the conditional trigger is to fire now. */
  awaits({ Name = "", Type, State, WorkflowName, Predicate }: Trigger): boolean {
    const isReady = Type === "CONDITIONAL" && State === "ACTIVATED" && !this.fired.has(Name);
    if (!isReady || this.isStopped || WorkflowName !== this.workflowRun?.name) return false;
    const { Logical, Conditions = [] } = Predicate ?? {};
    const holds = (condition: Condition) =>
      this.actionOf(condition)?.state() === (condition.State ?? condition.CrawlState);
    return Logical === "ANY" ? Conditions.some(holds) : Conditions.every(holds);
  }

  /** The last runs of the jobs that a trigger watches. */
  predecessors({ Predicate }: Trigger): JobRun[] {
    return (Predicate?.Conditions ?? []).flatMap((condition) => this.actionOf(condition)?.jobRuns?.at(-1) ?? []);
  }

  fires({ Name = "" }: Trigger): void {
    this.fired.add(Name);
  }

  /** Nothing more is started, and what is under way ends. */
  stop(): void {
    this.isStopped = true;
    for (const action of this.actions) if (isUnderWay(action)) action.stop();
  }

  get isOver(): boolean {
    return !this.actions.some(isUnderWay);
  }

  private actionOf({ JobName, CrawlerName }: Condition): StartedAction | undefined {
    return this.actions.findLast(({ kind, name }) => name === (kind === "JOB" ? JobName : CrawlerName));
  }
}
