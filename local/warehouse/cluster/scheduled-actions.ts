import { AwsError, type Handler } from "../../gateway/service";
import type { Schedule } from "../../time/schedule";
import { Timetable } from "../../time/timetable";
import { sessionOf } from "../assume";
import type { WarehouseDeps } from "../deps";
import { queryCall } from "../query-call";
import { type Input, invalid, read } from "./input";
import { pageOf } from "./pages";
import { actionSchedule, within } from "./schedule";

const SCHEDULER = "scheduler.redshift.amazonaws.com";
const TARGETS = ["PauseCluster", "ResumeCluster", "ResizeCluster"];
const NAME = /^[a-zA-Z0-9-]{1,60}$/;
const SETTINGS = [
  ...["ScheduledActionName", "TargetAction", "Schedule", "IamRole", "ScheduledActionDescription"],
  ...["StartTime", "EndTime", "Enable"],
];
const TIMES_SHOWN = 5;

interface ScheduledAction {
  name: string;
  description?: string;
  /** The call that is made, with its parameters. */
  target: { action: string; parameters: Record<string, string> };
  expression: string;
  schedule: Schedule;
  iamRole: string;
  startTime?: Date;
  endTime?: Date;
  isEnabled: boolean;
}

/**
 * Actions that really happen when their time comes, as calls that are signed as a session of their role.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/rs-mgmt-pause-resume-cluster.html
 */
export class ScheduledActions {
  private readonly byName = new Map<string, ScheduledAction>();
  private readonly timetable: Timetable;

  constructor(private readonly deps: WarehouseDeps) {
    this.timetable = new Timetable(deps.clock, (name) => void this.run(this.byName.get(name)!));
  }

  actions(): Record<string, Handler> {
    return {
      CreateScheduledAction: async (request) => {
        const input = read(request, SETTINGS);
        const name = input.required("ScheduledActionName");
        if (!NAME.test(name)) throw invalid(`ScheduledActionName ${name}: letters, digits and hyphens are accepted`);
        if (this.byName.has(name))
          throw new AwsError("ScheduledActionAlreadyExists", `The scheduled action ${name} already exists.`);
        const target = targetOf(input);
        if (!target) throw new AwsError("MissingParameter", "The request must contain the parameter TargetAction");
        const [iamRole, expression] = [input.required("IamRole"), input.required("Schedule")];
        const schedule = actionSchedule(expression);
        return this.keep(input, { name, target, iamRole, expression, schedule, isEnabled: true });
      },

      DescribeScheduledActions: async (request) => {
        const input = read(request, ["ScheduledActionName", "TargetActionType", "Active", "MaxRecords", "Marker"]);
        const type = input.oneOf("TargetActionType", TARGETS);
        const isActive = input.flag("Active");
        const isAskedFor = ({ target, isEnabled }: ScheduledAction) =>
          (type === undefined || target.action === type) && (isActive === undefined || isEnabled === isActive);
        const all = input.text("ScheduledActionName") ? [this.existing(input)] : [...this.byName.values()];
        const { items, Marker } = pageOf(all.filter(isAskedFor), input);
        return { ScheduledActions: { ScheduledAction: items.map((action) => this.shown(action)) }, Marker };
      },

      ModifyScheduledAction: async (request) => {
        const input = read(request, SETTINGS);
        return this.keep(input, this.existing(input));
      },

      DeleteScheduledAction: async (request) => {
        const { name } = this.existing(read(request, ["ScheduledActionName"]));
        this.timetable.clear(name);
        this.byName.delete(name);
        return {};
      },
    };
  }

  close(): void {
    this.timetable.close();
  }

  private existing(input: Input): ScheduledAction {
    const name = input.required("ScheduledActionName");
    const action = this.byName.get(name);
    if (!action) throw new AwsError("ScheduledActionNotFound", `The scheduled action ${name} doesn't exist.`);
    return action;
  }

  /** Keeps an action with what the call changes of it, and sets the clock for it. */
  private async keep(input: Input, before: ScheduledAction): Promise<object> {
    const iamRole = input.text("IamRole") ?? before.iamRole;
    if (!(await this.deps.trusts(iamRole, SCHEDULER)))
      throw invalid(
        `The IAM role must delegate access to Amazon Redshift scheduler: ${iamRole} does not trust ${SCHEDULER}`,
      );
    const expression = input.text("Schedule") ?? before.expression;
    const action: ScheduledAction = {
      ...{ name: before.name, iamRole, expression, schedule: actionSchedule(expression) },
      description: input.given("ScheduledActionDescription") ?? before.description,
      target: targetOf(input) ?? before.target,
      startTime: input.date("StartTime") ?? before.startTime,
      endTime: input.date("EndTime") ?? before.endTime,
      isEnabled: input.flag("Enable") ?? before.isEnabled,
    };
    this.byName.set(action.name, action);
    if (action.isEnabled) this.timetable.set(action.name, timesOf(action));
    else this.timetable.clear(action.name);
    return this.shown(action);
  }

  private async run({ name, iamRole, target }: ScheduledAction): Promise<void> {
    try {
      const session = await sessionOf(this.deps, iamRole, [SCHEDULER], "RedshiftScheduler");
      if (!session) throw new Error(`${iamRole} does not trust ${SCHEDULER}`);
      const form = { Action: target.action, Version: "2012-12-01", ...target.parameters };
      await queryCall(this.deps, "redshift", form, session);
    } catch (error) {
      console.error(`The scheduled action ${name} failed: ${(error as Error).message}`);
    }
  }

  private shown(action: ScheduledAction): object {
    const times: Date[] = [];
    let next = action.isEnabled ? timesOf(action).next(this.deps.clock.now()) : undefined;
    for (; next && times.length < TIMES_SHOWN; next = timesOf(action).next(next)) times.push(next);
    return {
      ScheduledActionName: action.name,
      ScheduledActionDescription: action.description,
      TargetAction: { [action.target.action]: action.target.parameters },
      Schedule: action.expression,
      IamRole: action.iamRole,
      StartTime: action.startTime,
      EndTime: action.endTime,
      State: action.isEnabled ? "ACTIVE" : "DISABLED",
      NextInvocations: { ScheduledActionTime: times },
    };
  }
}

const timesOf = ({ schedule, startTime, endTime }: ScheduledAction) => within(schedule, startTime, endTime);

/** The call that an action is to make; undefined where the request names none. */
function targetOf(input: Input): ScheduledAction["target"] | undefined {
  const given = input.part("TargetAction");
  if (!given) return undefined;
  const found = TARGETS.flatMap((action) => {
    const parameters = given.part(action)?.plain();
    return parameters ? [{ action, parameters }] : [];
  });
  if (found.length !== 1) throw invalid(`TargetAction: exactly one of ${TARGETS.join(", ")} is accepted`);
  return found[0];
}
