import { Context } from "../../policy/iam/context";
import type { PolicyDocument } from "../../policy/iam/document";
import { type Decision, evaluate, type Policies, type Request } from "../../policy/iam/evaluate";
import { accessDeniedMessage } from "../../policy/iam/message";
import type { Principal } from "../../policy/iam/principal";
import type { Caller } from "../gateway/service";
import type { Identities, Identity } from "./identities";
import type { Need, Place } from "./need";

/** What became of one need, as the record of calls keeps it. */
export interface Checked {
  action: string;
  resource: string;
  allowed: boolean;
  /** The Sid that allowed or denied it. */
  sid?: string;
}

/** The answer for a call: all that it needs is allowed, or the message of the first refusal. */
export interface Verdict {
  checked: Checked[];
  refusal?: string;
  /** Its name, where it is not AccessDenied. */
  error?: string;
}

/** Decides what a caller may do here, by the policies that the local IAM holds. */
export class Access {
  constructor(
    private readonly identities: Identities,
    private readonly place: Place,
    /** Policies of the resource of an ARN, where it has some. */
    private readonly resourcePolicies: (arn: string) => PolicyDocument[] | Promise<PolicyDocument[]>,
  ) {}

  /** Every need is asked about, so that the record tells all of them. */
  async verdict(caller: Caller, needs: Need[]): Promise<Verdict> {
    const principal = principalOf(caller);
    const identity = await this.identityOf(principal);
    const checked: Checked[] = [];
    let refusal: Pick<Verdict, "refusal" | "error"> | undefined;
    for (const { action, resources, context, error } of needs) {
      for (const resource of resources) {
        const request: Request = {
          principal,
          action,
          resource,
          resourceAccount: this.place.accountId,
          context: this.contextOf(caller).with(context ?? {}),
        };
        const decision = evaluate(request, await this.policiesOf(identity, action, resource));
        checked.push({ action, resource, allowed: decision.allowed, sid: decision.statement?.sid });
        if (!decision.allowed) refusal ??= { refusal: refusalOf(request, decision), error };
      }
    }
    return { checked, ...refusal };
  }

  /** Whether a role's trust policy lets a service assume it, where the service tells these condition keys too. */
  async trusts(roleArn: string, service: string, more: Need["context"] = {}): Promise<boolean> {
    const role = await this.identities.of(roleArn);
    if (!role?.trust) return false;
    const request: Request = {
      principal: { kind: "service", arn: service },
      action: "sts:AssumeRole",
      resource: roleArn,
      resourceAccount: this.place.accountId,
      context: new Context({ ...this.everywhere(), "aws:SourceAccount": this.place.accountId, ...more }),
    };
    return evaluate(request, { identity: [], resource: [role.trust], resourceMustAllow: true }).allowed;
  }

  /** Whether the policies of a resource let a service do what it needs, without a role. */
  async admits(service: string, { action, resources: [resource], context }: Need): Promise<boolean> {
    const request: Request = {
      principal: { kind: "service", arn: service },
      action,
      resource,
      resourceAccount: this.place.accountId,
      context: new Context({ ...this.everywhere(), ...context }),
    };
    const policies = await this.resourcePolicies(resource);
    return evaluate(request, { identity: [], resource: policies, resourceMustAllow: true }).allowed;
  }

  private async identityOf(principal: Principal): Promise<Identity | undefined> {
    if (principal.kind === "role-session") return this.identities.of(principal.roleArn);
    return principal.kind === "user" ? this.identities.of(principal.arn) : undefined;
  }

  private async policiesOf(identity: Identity | undefined, action: string, resource: string): Promise<Policies> {
    const isAssuming = action === "sts:AssumeRole";
    const trust = isAssuming ? (await this.identities.of(resource))?.trust : undefined;
    return {
      identity: identity?.policies ?? [],
      boundary: identity?.boundary,
      resource: isAssuming ? (trust ? [trust] : []) : await this.resourcePolicies(resource),
      // Without the key's own policy nobody may use it, nor assume a role that does not trust him.
      resourceMustAllow: isAssuming || action.startsWith("kms:"),
    };
  }

  private contextOf(caller: Caller): Context {
    const principal = principalOf(caller);
    return new Context({
      ...this.everywhere(),
      "aws:PrincipalArn": principal.kind === "role-session" ? principal.roleArn : caller.arn,
      "aws:PrincipalAccount": caller.accountId,
      "aws:userid": caller.userId,
      "aws:username": principal.kind === "user" ? caller.arn.split("/").at(-1) : undefined,
    });
  }

  private everywhere() {
    const now = new Date();
    return {
      "aws:CurrentTime": now.toISOString(),
      "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
      "aws:RequestedRegion": this.place.region,
      "aws:ResourceAccount": this.place.accountId,
      // On the loopback nobody is on the way; where AWS has TLS, this has nothing.
      "aws:SecureTransport": "true",
      "aws:SourceIp": "127.0.0.1",
    };
  }
}

/** Whoever uses the local AWS's own key is its account's root; other names for it moto has for keys it does not know. */
export function principalOf({ accessKeyId, accountId, arn }: Caller): Principal {
  if (accessKeyId === "") return { kind: "anonymous", arn: "anonymous" };
  const [, name] = /^arn:aws:sts::\d+:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (name !== undefined) return { kind: "role-session", arn, roleArn: `arn:aws:iam::${accountId}:role/${name}` };
  return /^arn:aws:iam::\d+:user\//.test(arn)
    ? { kind: "user", arn }
    : { kind: "root", arn: `arn:aws:iam::${accountId}:root` };
}

/** S3 puts the resource in quotes. */
function refusalOf(request: Request, decision: Decision): string {
  const message = accessDeniedMessage(request, decision);
  return request.resource.startsWith("arn:aws:s3:::")
    ? message.replace(`resource: ${request.resource}`, `resource: "${request.resource}"`)
    : message;
}
