import type { Rule, Target } from "@aws-sdk/client-eventbridge";
import { Context } from "../../policy/iam/context";
import type { PolicyDocument } from "../../policy/iam/document";
import { evaluate, type Request } from "../../policy/iam/evaluate";
import { accessDeniedMessage } from "../../policy/iam/message";
import type { Checked } from "../access/access";
import { AccessDenied } from "../access/guard";
import type { Need } from "../access/need";
import type { Rights } from "../access/rights";
import type { TargetKind } from "./targets/kind";

const SERVICE = "events.amazonaws.com";

/**
 * Whether EventBridge may send to a target: as the target's role, or by the policies of the resource and its key.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export class Permission {
  constructor(
    private readonly rights: Rights,
    private readonly accountId: string,
  ) {}

  /** Whom the record of calls names. */
  callerOf({ RoleArn }: Target, { Name }: Rule, kind: TargetKind): string {
    if (RoleArn === undefined || kind.lets === "policy") return SERVICE;
    return `arn:aws:sts::${this.accountId}:assumed-role/${RoleArn.split("/").at(-1)}/${Name}`;
  }

  /** @returns what was needed. @throws AccessDenied in AWS's words. */
  async check(kind: TargetKind, target: Target, rule: Rule): Promise<Checked[]> {
    const source = { "aws:SourceArn": rule.Arn, "aws:SourceAccount": this.accountId };
    const told = kind.tellsRule ? source : {};
    const keyNeeds = await this.keyNeeds(kind, target, told);
    const isByRole = kind.lets === "role" || (kind.lets === "either" && target.RoleArn !== undefined);
    if (isByRole) {
      const needs = [...kind.needs(target), ...keyNeeds];
      return this.asRole(target.RoleArn!, this.callerOf(target, rule, kind), needs, source);
    }
    const checked = this.asService(kind.needs(target), await kind.policies(target), told);
    for (const need of keyNeeds) {
      checked.push(...this.asService([need], await this.rights.keys.policiesOf(need.resources[0]), told));
    }
    return checked;
  }

  private async asRole(roleArn: string, arn: string, needs: Need[], source: Need["context"]): Promise<Checked[]> {
    if (!(await this.rights.access.trusts(roleArn, SERVICE, source))) {
      throw new AccessDenied(
        `${SERVICE} is not authorized to assume the role ${roleArn}: its trust policy does not allow it`,
      );
    }
    const caller = { accessKeyId: SERVICE, accountId: this.accountId, userId: `${SERVICE}:${arn}`, arn };
    const { checked, refusal } = await this.rights.access.verdict(caller, await this.rights.whole(needs));
    if (refusal !== undefined) throw new AccessDenied(refusal, checked);
    return checked;
  }

  private asService(needs: Need[], resource: PolicyDocument[], source: Need["context"]): Checked[] {
    const checked: Checked[] = [];
    for (const { action, resources, context } of needs) {
      const request: Request = {
        principal: { kind: "service", arn: SERVICE },
        action,
        resource: resources[0],
        resourceAccount: this.accountId,
        context: new Context({ ...source, ...context }),
      };
      const decision = evaluate(request, { identity: [], resource, resourceMustAllow: true });
      checked.push({ action, resource: resources[0], allowed: decision.allowed, sid: decision.statement?.sid });
      if (!decision.allowed) throw new AccessDenied(accessDeniedMessage(request, decision), checked);
    }
    return checked;
  }

  private async keyNeeds(kind: TargetKind, target: Target, source: Need["context"]): Promise<Need[]> {
    const id = await kind.key?.(target);
    if (id === undefined || id === "") return [];
    const keyArn = await this.rights.keys.arnOf(id);
    if (keyArn === undefined) {
      throw new AccessDenied(
        `${target.Arn} is encrypted with ${id}, whose policy does not let ${SERVICE} use it: it takes a key of the customer's`,
      );
    }
    const context = { ...source, ...kind.encryptionContext?.(target) };
    return this.rights.keys.through(kind.service, keyArn, ["GenerateDataKey", "Decrypt"], context);
  }
}
