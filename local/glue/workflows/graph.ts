import type {
  Crawl,
  Edge,
  JobRun,
  Node,
  NodeType,
  Trigger,
  WorkflowGraph,
  WorkflowRunStatistics,
} from "@aws-sdk/client-glue";
import { createHash } from "node:crypto";
import { isUnderWay, type StartedAction } from "../triggers/chain";

/**
 * A workflow's triggers, jobs and crawlers, and what leads to what.
 *
 * @param started what a run of it started so far; left out for the workflow itself
 */
export function graphOf(triggers: Trigger[], started?: StartedAction[]): WorkflowGraph {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const node = (Type: NodeType, Name: string, details: Partial<Node> = {}): string => {
    const UniqueId = `wnode_${createHash("sha256").update(`${Type}/${Name}`).digest("hex")}`;
    if (!nodes.has(UniqueId)) nodes.set(UniqueId, { Type, Name, UniqueId, ...details });
    return UniqueId;
  };
  const ofActions = ({ JobName, CrawlerName }: { JobName?: string; CrawlerName?: string }): string =>
    JobName === undefined
      ? node("CRAWLER", CrawlerName!, crawls(CrawlerName!))
      : node("JOB", JobName, jobRuns(JobName));
  const of = (kind: NodeType, name: string) =>
    started?.filter((action) => action.kind === kind && action.name === name);
  const crawls = (name: string): Partial<Node> => {
    const Crawls: Crawl[] | undefined = of("CRAWLER", name)?.map(({ crawl }) => crawl!());
    return Crawls ? { CrawlerDetails: { Crawls } } : {};
  };
  const jobRuns = (name: string): Partial<Node> => {
    const JobRuns: JobRun[] | undefined = of("JOB", name)?.flatMap((action) => action.jobRuns!);
    return JobRuns ? { JobDetails: { JobRuns } } : {};
  };
  const edge = (SourceId: string, DestinationId: string) =>
    edges.set(`${SourceId} ${DestinationId}`, { SourceId, DestinationId });

  for (const Trigger of triggers) {
    const id = node("TRIGGER", Trigger.Name!, { TriggerDetails: { Trigger } });
    for (const condition of Trigger.Predicate?.Conditions ?? []) edge(ofActions(condition), id);
    for (const action of Trigger.Actions ?? []) edge(id, ofActions(action));
  }
  return { Nodes: [...nodes.values()], Edges: [...edges.values()] };
}

/** What became of a run's actions. All those of the workflow count as its total, started or not. */
export function statisticsOf(triggers: Trigger[], started: StartedAction[]): WorkflowRunStatistics {
  const count = (...states: string[]) => started.filter((action) => states.includes(action.state())).length;
  return {
    TotalActions: triggers.flatMap(({ Actions = [] }) => Actions).length,
    SucceededActions: count("SUCCEEDED"),
    FailedActions: count("FAILED"),
    TimeoutActions: count("TIMEOUT"),
    StoppedActions: count("STOPPED", "CANCELLED"),
    ErroredActions: count("ERROR"),
    RunningActions: started.filter(isUnderWay).length,
    WaitingActions: 0,
  };
}
