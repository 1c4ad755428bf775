import type { Rule, Target } from "@aws-sdk/client-eventbridge";
import { AwsError, type Handler } from "../gateway/service";
import { busOf, keyOf } from "./rules";
import type { TargetKind } from "./targets/kind";

const MOST = 5;
const INPUTS = ["Input", "InputPath", "InputTransformer"] as const;

export interface TargetsInput {
  kinds: TargetKind[];
  /** @throws AwsError ResourceNotFoundException. */
  rule(bus: string | undefined, name: string): Promise<Rule>;
}

interface Named {
  Rule: string;
  EventBusName?: string;
}

/**
 * The targets of rules. moto's rules have none, since moto sends events whether a rule is enabled or not, and breaks off at a
 * target that it does not know.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export class Targets {
  private readonly byRule = new Map<string, Map<string, Target>>();

  constructor(private readonly input: TargetsInput) {}

  readonly actions: Record<string, Handler> = {
    PutTargets: async ({ input }) => {
      const { Rule, EventBusName, Targets = [] } = input as unknown as Named & { Targets?: Target[] };
      await this.input.rule(EventBusName, Rule);
      for (const target of Targets) this.check(target);
      const targets = new Map(this.byRule.get(keyOf(EventBusName, Rule)));
      for (const target of Targets) targets.set(target.Id!, target);
      if (targets.size > MOST) {
        throw new AwsError(
          "LimitExceededException",
          `The requested resource exceeds the maximum number allowed: a rule has up to ${MOST} targets`,
        );
      }
      this.byRule.set(keyOf(EventBusName, Rule), targets);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: async ({ input }) => {
      const { Rule, EventBusName, Ids = [] } = input as unknown as Named & { Ids?: string[] };
      await this.input.rule(EventBusName, Rule);
      for (const id of Ids) this.byRule.get(keyOf(EventBusName, Rule))?.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule: async ({ input }) => {
      const { Rule, EventBusName } = input as unknown as Named;
      await this.input.rule(EventBusName, Rule);
      return { Targets: this.of(EventBusName, Rule) };
    },
    ListRuleNamesByTarget: async ({ input }) => {
      const prefix = keyOf(input.EventBusName as string | undefined, "");
      const found = [...this.byRule].filter(
        ([key, targets]) => key.startsWith(prefix) && [...targets.values()].some(({ Arn }) => Arn === input.TargetArn),
      );
      return { RuleNames: found.map(([key]) => key.slice(prefix.length)) };
    },
  };

  of(bus: string | undefined, rule: string): Target[] {
    return [...(this.byRule.get(keyOf(bus, rule))?.values() ?? [])];
  }

  kindOf({ Arn = "" }: Target): TargetKind {
    return this.input.kinds.find(({ isArn }) => isArn(Arn))!;
  }

  /** The bus is gone, and its rules with it. */
  forgetBus(bus: string): void {
    for (const key of [...this.byRule.keys()]) if (key.startsWith(`${busOf(bus)}/`)) this.byRule.delete(key);
  }

  private check(target: Target): void {
    const { Id, Arn = "", RoleArn, SqsParameters } = target;
    const kind = this.input.kinds.find(({ isArn }) => isArn(Arn));
    if (!kind) {
      throw invalid(
        `Target ${Id}: ${Arn} is none that events reach on the local AWS: Glue workflows, SNS topics, SQS queues and log groups are (docs/local.md)`,
      );
    }
    if (kind.lets === "role" && RoleArn === undefined) throw invalid(`RoleArn is required for target ${Arn}.`);
    if (INPUTS.filter((name) => target[name] !== undefined).length > 1) {
      throw invalid(`Only one of ${INPUTS.join(", ")} must be provided for target ${Id}.`);
    }
    if (Arn.endsWith(".fifo") && !SqsParameters)
      throw invalid(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  }
}

const invalid = (message: string) => new AwsError("ValidationException", message);
