import type {
  StartingEventBatchCondition,
  Trigger,
  WorkflowRun as WorkflowRunShape,
  WorkflowRunStatus,
} from "@aws-sdk/client-glue";
import { randomBytes } from "node:crypto";
import { AwsError } from "../../gateway/service";
import { Chain } from "../triggers/chain";
import { graphOf, statisticsOf } from "./graph";

/** What a run of a workflow starts with. */
export interface RunStart {
  workflow: string;
  properties: Record<string, string>;
  /** All triggers of the workflow. */
  triggers: Trigger[];
  previousRunId?: string;
  batch?: StartingEventBatchCondition;
}

/** One run of a workflow. */
export class WorkflowRun {
  readonly id = `wr_${randomBytes(32).toString("hex")}`;
  readonly chain: Chain;
  readonly properties: Record<string, string>;
  status: WorkflowRunStatus = "RUNNING";
  private readonly started = new Date();
  private completed?: Date;
  private error?: string;

  constructor(private readonly start: RunStart) {
    this.properties = { ...start.properties };
    this.chain = new Chain({ name: start.workflow, id: this.id });
  }

  get isUnderWay(): boolean {
    return this.status === "RUNNING" || this.status === "STOPPING";
  }

  /** @throws IllegalWorkflowStateException when it is not running. */
  stop(): void {
    if (this.status !== "RUNNING") {
      throw new AwsError(
        "IllegalWorkflowStateException",
        `Workflow run ${this.id} is in state ${this.status} and cannot be stopped`,
      );
    }
    this.status = "STOPPING";
    this.chain.stop();
  }

  /** All that it started has ended. */
  end(): void {
    if (!this.isUnderWay) return;
    this.completed = new Date();
    this.status = this.status === "STOPPING" ? "STOPPED" : "COMPLETED";
  }

  /** It never started. */
  fail(error: string): void {
    this.completed = this.started;
    this.status = "ERROR";
    this.error = error;
  }

  shown(includeGraph: boolean): WorkflowRunShape {
    const { workflow, triggers, previousRunId, batch } = this.start;
    return {
      Name: workflow,
      WorkflowRunId: this.id,
      PreviousRunId: previousRunId,
      WorkflowRunProperties: this.properties,
      StartedOn: this.started,
      CompletedOn: this.completed,
      Status: this.status,
      ErrorMessage: this.error,
      Statistics: statisticsOf(triggers, this.chain.actions),
      Graph: includeGraph ? graphOf(triggers, this.chain.actions) : undefined,
      StartingEventBatchCondition: batch,
    };
  }
}
