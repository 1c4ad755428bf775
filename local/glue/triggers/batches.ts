import type { StartingEventBatchCondition, Trigger } from "@aws-sdk/client-glue";
import type { Clock } from "../../time/clock";

interface Batch {
  ids: string[];
  callOff: () => void;
}

/**
 * The events that triggers of type EVENT have been told of and have not started a run for.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/workflows_overview.html
 */
export class Batches {
  /** By name of the trigger. */
  private readonly waiting = new Map<string, Batch>();

  constructor(
    private readonly clock: Clock,
    private readonly start: (workflow: string, ids: string[], condition: StartingEventBatchCondition) => void,
  ) {}

  add(trigger: Trigger, id: string): void {
    const { Name = "", WorkflowName = "", EventBatchingCondition } = trigger;
    const { BatchSize = 1, BatchWindow = 0 } = EventBatchingCondition ?? {};
    const end = (condition: StartingEventBatchCondition) => {
      const ids = this.waiting.get(Name)?.ids ?? [];
      this.drop(Name);
      this.start(WorkflowName, ids, condition);
    };
    let batch = this.waiting.get(Name);
    if (!batch) {
      const time = new Date(this.clock.now().getTime() + BatchWindow * 1000);
      batch = { ids: [], callOff: this.clock.at(time, () => end({ BatchSize: 0, BatchWindow })) };
      this.waiting.set(Name, batch);
    }
    batch.ids.push(id);
    if (batch.ids.length >= BatchSize) end({ BatchSize: batch.ids.length, BatchWindow: 0 });
  }

  drop(trigger: string): void {
    this.waiting.get(trigger)?.callOff();
    this.waiting.delete(trigger);
  }

  close(): void {
    for (const name of [...this.waiting.keys()]) this.drop(name);
  }
}
