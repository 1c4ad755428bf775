import { inputOf } from "../gateway/body";
import type { AccessKeys } from "../gateway/access-keys";
import type { Callers } from "../gateway/callers";
import type { Head } from "../gateway/head";
import type { Route } from "../gateway/route";
import { AwsError, type Caller, type EmulatedService } from "../gateway/service";
import { type Checked, principalOf, type Verdict } from "./access";
import type { Place } from "./need";
import { otherNeeds } from "./others";
import type { Rights } from "./rights";
import { needToSeeAbsence, type S3Request, s3Needs, s3Request } from "./s3";

/** The prefix of a service's actions in IAM, where it is not the name by which requests are signed. */
const PREFIXES: Record<string, string> = { monitoring: "cloudwatch" };

/** A call that may go on. */
export interface Passed {
  checked: Checked[];
  /** Set where S3 must not say that the object is not there. */
  hidesAbsence?: string;
}

/** Stands at the door: nothing is done for a caller whose policies do not allow it. */
export class Guard {
  constructor(
    private readonly callers: Callers,
    private readonly accessKeys: AccessKeys,
    private readonly rights: Rights,
    private readonly place: Place,
    /** Whether S3 has a policy for the bucket. */
    private readonly hasPolicy: (bucket: string) => boolean,
  ) {}

  /**
   * Whether a request may pass whatever its body holds; undefined when that must be read first, it may not, or its answer must
   * be looked at.
   */
  async passesUnread(route: Route, head: Head): Promise<Checked[] | undefined> {
    if (route.accessKeyId === undefined || (await this.needsBody(route, head))) return undefined;
    const { checked, hidesAbsence } = await this.check(route, head, undefined);
    return hidesAbsence === undefined ? checked : undefined;
  }

  /** Whether the body must be read before it is known who signed it, and what the call needs. */
  async needsBody(route: Route, head: Head): Promise<boolean> {
    if (route.service !== "s3") return true;
    return isBulkDelete(s3Request(head)) && !this.mayAll(await this.callerOf(route), route, head);
  }

  /** @throws AwsError in AWS's words, where the caller is not who he says, or may not */
  async check(route: Route, head: Head, body: Buffer | undefined, service?: EmulatedService): Promise<Passed> {
    if (route.signature) await this.accessKeys.verify(route.signature, head, body);
    const caller = await this.callerOf(route);
    if (this.mayAll(caller, route, head)) return { checked: [] };
    if (route.service === "s3") return this.s3(caller, s3Request(head), body);
    const input = inputOf(head, body);
    const action = route.action ?? input.Action;
    const prefix = PREFIXES[route.service] ?? route.service;
    const needs = service
      ? await service.needs({ action: String(action), region: route.region, caller, input })
      : otherNeeds(`${prefix}:${String(action)}`, input, this.place);
    if (needs === undefined) throw unknownNeeds(`${prefix}:${String(action)}`);
    return {
      checked: allowedOrThrow(await this.rights.access.verdict(caller, await this.rights.whole(needs))),
    };
  }

  private async s3(caller: Caller, request: S3Request, body?: Buffer): Promise<Passed> {
    const deleted = isBulkDelete(request) ? keysIn(body) : undefined;
    const needs = s3Needs(request, deleted);
    if (needs === undefined) throw unknownNeeds(`s3:${request.method} ${request.query.toString()}`);
    const all = await this.rights.whole([...needs, ...(await this.rights.keys.needs(request))]);
    const checked = allowedOrThrow(await this.rights.access.verdict(caller, all));
    const absence = needToSeeAbsence(request);
    const seen = absence && (await this.rights.access.verdict(caller, [absence]));
    return { checked, hidesAbsence: seen?.refusal };
  }

  private async callerOf(route: Route): Promise<Caller> {
    const caller = await this.callers.resolve(route.accessKeyId);
    // What everybody may do is a bucket's business; all other services want a signature.
    if (caller.accessKeyId === "" && route.service !== "s3") {
      throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
    }
    return caller;
  }

  /** The account itself may do all, but for what a bucket's policy denies; and the policy it can always mend. */
  private mayAll(caller: Caller, route: Route, head: Head): boolean {
    if (principalOf(caller).kind !== "root") return false;
    if (route.service !== "s3") return true;
    const { bucket, query } = s3Request(head);
    return bucket === undefined || query.has("policy") || !this.hasPolicy(bucket);
  }
}

function allowedOrThrow({ checked, refusal, error }: Verdict): Checked[] {
  if (refusal === undefined) return checked;
  throw new AccessDenied(refusal, checked, error);
}

/** A refusal, with what the call would have needed. */
export class AccessDenied extends AwsError {
  constructor(
    message: string,
    readonly checked: Checked[] = [],
    code = "AccessDenied",
  ) {
    super(code, message, code === "AccessDenied" ? 403 : 400);
  }
}

const unknownNeeds = (what: string) =>
  new AccessDenied(
    `The local AWS does not know which permissions ${what} needs, so no role may call it (docs/local.md)`,
  );

const isBulkDelete = ({ method, query }: S3Request) => method === "POST" && query.has("delete");

/** DeleteObjects has a flat body: `<Delete><Object><Key>...</Key></Object></Delete>`. */
function keysIn(body: Buffer | undefined): string[] {
  const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  const plain = (text: string) =>
    text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      return String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
    });
  return [...(body?.toString() ?? "").matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => plain(key));
}
