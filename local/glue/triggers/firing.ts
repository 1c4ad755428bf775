import type { Action, Crawl, CrawlState, StartJobRunRequest, Trigger } from "@aws-sdk/client-glue";
import type { CrawlerRun } from "../crawlers/crawler-run";
import type { Origin, StartedJob } from "../jobs/runs";
import type { Chain, StartedAction } from "./chain";

export interface FiringInput {
  /** Each throws what its Start call would answer. */
  startJob(request: StartJobRunRequest, origin: Origin): StartedJob;
  startCrawler(name: string): CrawlerRun;
  /** All triggers there are. */
  triggers(): Trigger[];
}

/** Lets triggers fire, and those that wait for what they started. */
export class Firing {
  private isClosed = false;

  constructor(private readonly input: FiringInput) {}

  /**
   * Starts what the trigger starts.
   *
   * @param over is called when all that descends from it has ended
   */
  fire(trigger: Trigger, chain: Chain, over?: () => void): void {
    chain.fires(trigger);
    for (const action of trigger.Actions ?? []) {
      const started = this.start(action, trigger, chain);
      chain.actions.push(started);
      void started.ended.then(() => this.goOn(chain, over));
    }
  }

  close(): void {
    this.isClosed = true;
  }

  private goOn(chain: Chain, over?: () => void): void {
    if (this.isClosed) return;
    for (const trigger of this.input.triggers()) if (chain.awaits(trigger)) this.fire(trigger, chain, over);
    if (chain.isOver) over?.();
  }

  private start(action: Action, trigger: Trigger, chain: Chain): StartedAction {
    try {
      return action.JobName === undefined
        ? this.startCrawler(action.CrawlerName!)
        : this.startJob(action, trigger, chain);
    } catch (error) {
      return notStarted(action, trigger, error as Error);
    }
  }

  private startJob(action: Action, trigger: Trigger, chain: Chain): StartedAction {
    const { workflowRun } = chain;
    const ofWorkflow = workflowRun && { "--WORKFLOW_NAME": workflowRun.name, "--WORKFLOW_RUN_ID": workflowRun.id };
    const { JobName, Timeout, NotificationProperty, SecurityConfiguration } = action;
    const Arguments = action.Arguments || ofWorkflow ? { ...action.Arguments, ...ofWorkflow } : undefined;
    const predecessors = chain.predecessors(trigger).map((run) => ({ JobName: run.JobName, RunId: run.Id }));
    const { attempts, ...job } = this.input.startJob(
      { JobName, Arguments, Timeout, NotificationProperty, SecurityConfiguration },
      { TriggerName: trigger.Name, PredecessorRuns: predecessors },
    );
    return { kind: "JOB", name: JobName!, jobRuns: attempts, ...job };
  }

  private startCrawler(name: string): StartedAction {
    const run = this.input.startCrawler(name);
    const state = () => crawlState(run);
    return { kind: "CRAWLER", name, state, crawl: () => crawlOf(run, name), stop: () => run.stop(), ended: run.done };
  }
}

const STATES = { COMPLETED: "SUCCEEDED", FAILED: "FAILED", STOPPED: "CANCELLED" } as const;

function crawlState({ state, stopping }: CrawlerRun): CrawlState {
  if (state === "RUNNING") return stopping ? "CANCELLING" : "RUNNING";
  return STATES[state];
}

const crawlOf = (run: CrawlerRun, LogStream: string): Crawl => ({
  State: crawlState(run),
  StartedOn: run.started,
  CompletedOn: run.ended,
  ErrorMessage: run.error,
  LogGroup: run.logGroup,
  LogStream,
});

function notStarted({ JobName, CrawlerName }: Action, { Name }: Trigger, error: Error): StartedAction {
  const now = new Date();
  const ended = { StartedOn: now, CompletedOn: now, ErrorMessage: error.message };
  const common = { state: () => "ERROR" as const, error, stop: () => undefined, ended: Promise.resolve() };
  if (JobName === undefined) {
    return { ...common, kind: "CRAWLER", name: CrawlerName!, crawl: () => ({ State: "ERROR", ...ended }) };
  }
  const run = { JobName, TriggerName: Name, Attempt: 0, JobRunState: "ERROR" as const, ...ended };
  return { ...common, kind: "JOB", name: JobName, jobRuns: [run] };
}
