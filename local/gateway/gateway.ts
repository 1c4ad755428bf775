import { once } from "node:events";
import * as http from "node:http";
import * as net from "node:net";
import * as path from "node:path";
import * as tls from "node:tls";
import type { Checked } from "../access/access";
import { AccessDenied, Guard } from "../access/guard";
import { Rights } from "../access/rights";
import { AccessKeys } from "./access-keys";
import { bodyOf, inputOf, isForm } from "./body";
import { BucketLogging } from "./bucket-logging";
import { BucketNotifications } from "./bucket-notifications";
import { BucketPolicies } from "./bucket-policies";
import { BucketVersioning } from "./bucket-versioning";
import { type BucketPart, createdBucket, partOf, regionOf } from "./buckets";
import { Callers } from "./callers";
import { Calls } from "./calls";
import type { Certificate } from "./certificate";
import { Forwarder } from "./forward";
import { type Head, readHead } from "./head";
import { type InterceptedCall, type Interceptor, type Outcome, sendInstead } from "./intercept";
import { notEmulated, refusal, refuseSessionPolicy } from "./pretended";
import { refuse, respond } from "./respond";
import { type Route, routeOf } from "./route";
import { AwsError, type EmulatedService } from "./service";
import { splice } from "./splice";

export interface GatewayOptions {
  motoUrl: string;
  region: string;
  accountId: string;
  /** Where `calls.jsonl` goes. */
  folder: string;
  /** A free one when left out. */
  port?: number;
  intercept?: Interceptor;
}

/** The one address of the local AWS. */
export class Gateway {
  readonly calls: Calls;
  /** Who may do what. */
  readonly rights: Rights;
  /** Which buckets tell EventBridge. */
  readonly notifications: BucketNotifications;
  private readonly services = new Map<string, EmulatedService>();
  private readonly callers: Callers;
  private readonly accessKeys = new AccessKeys();
  private readonly forwarder: Forwarder;
  private readonly policies: BucketPolicies;
  /** By the sub-resource that asks for it. */
  private readonly bucketParts: Record<string, BucketPart>;
  private readonly guard: Guard;
  private readonly connections = new Set<net.Socket>();
  private readonly fronts: net.Server[] = [];
  /** Gets the connections from the {@link fronts}; listens nowhere itself. */
  private readonly http = http.createServer((request, response) => void this.answer(request, response));

  constructor(private readonly options: GatewayOptions) {
    this.calls = new Calls(path.join(options.folder, "calls.jsonl"));
    this.callers = new Callers(options.motoUrl);
    this.forwarder = new Forwarder(options.motoUrl);
    this.policies = new BucketPolicies(options.motoUrl);
    this.notifications = new BucketNotifications(options.motoUrl);
    this.bucketParts = {
      policy: this.policies,
      notification: this.notifications,
      logging: new BucketLogging(options.motoUrl),
      versioning: new BucketVersioning(options.motoUrl),
    };
    this.rights = new Rights(options.motoUrl, options, (arn) => this.policies.of(arn));
    this.guard = new Guard(this.callers, this.accessKeys, this.rights, options, (bucket) => this.policies.has(bucket));
    // A large transfer may take longer than Node's five minutes, and the peer is on this machine.
    this.http.requestTimeout = 0;
    // Longer than Spark's S3 client keeps a connection that it does not use, so that none ends while a request is on its way.
    this.http.keepAliveTimeout = 90_000;
  }

  /** @returns the endpoint, `http://127.0.0.1:PORT`. */
  async listen(): Promise<string> {
    const server = net.createServer({ noDelay: true }, (socket) => void this.accept(socket));
    return `http://127.0.0.1:${await this.open(server, this.options.port)}`;
  }

  /**
   * Listens at a free port with TLS too. There S3's bytes are not spliced: that takes a connection for each request, and a Java that
   * has just started needs longer for a handshake than for the request.
   *
   * @returns that endpoint, `https://127.0.0.1:PORT`
   */
  async listenSecurely({ key, certificate }: Pick<Certificate, "key" | "certificate">): Promise<string> {
    const options = { key, cert: certificate, noDelay: true };
    const server = tls.createServer(options, (socket) => this.http.emit("connection", socket));
    return `https://127.0.0.1:${await this.open(server)}`;
  }

  /** From now on the service answers its calls. */
  add(service: EmulatedService): void {
    this.services.set(service.id, service);
  }

  async close(): Promise<void> {
    const closed = this.fronts.map((server) => once(server.close(), "close"));
    for (const socket of this.connections) socket.destroy();
    await Promise.all(closed);
    this.forwarder.close();
    this.rights.close();
    await this.calls.close();
  }

  private async open(server: net.Server, port = 0): Promise<number> {
    server.on("connection", (socket) => {
      this.connections.add(socket);
      socket.on("close", () => this.connections.delete(socket));
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    this.fronts.push(server);
    return (server.address() as net.AddressInfo).port;
  }

  private async accept(socket: net.Socket): Promise<void> {
    socket.on("error", () => socket.destroy());
    const started = Date.now();
    const { bytes, head } = await readHead(socket);
    if (socket.destroyed) return;
    const route = head && routeOf(head, this.options.region);
    const isSpliced = route && !this.options.intercept && this.isMotosAlone(route, head);
    // Whom it refuses, `answer` tells.
    const checked = isSpliced ? await this.guard.passesUnread(route, head).catch(() => undefined) : undefined;
    if (checked) {
      await this.beforeForwarding(route!, head!);
      const status = await splice(socket, bytes, this.options.motoUrl);
      await this.record(route!, head!, status, started, checked);
    } else {
      this.http.emit("connection", socket);
      socket.unshift(bytes);
      socket.resume();
    }
  }

  /** Whether a request goes to moto whatever its body holds. */
  private isMotosAlone(route: Route, head: Head): boolean {
    return (
      !isForm(head) &&
      !this.services.has(route.service) &&
      !refusal(route.service, route.action) &&
      !changesRights(route, head) &&
      !(route.service === "s3" && partOf(head, this.bucketParts))
    );
  }

  private async beforeForwarding(route: Route, head: Head): Promise<void> {
    const bucket = route.service === "s3" ? createdBucket(head) : undefined;
    if (bucket === undefined || (await regionOf(this.options.motoUrl, bucket)) !== undefined) return;
    for (const part of Object.values(this.bucketParts)) part.forget(bucket);
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const started = Date.now();
    const route = routeOf(request, this.options.region);
    let checked: Checked[] = [];
    response.on("close", () => void this.record(route, request, response.statusCode, started, checked));
    request.on("error", () => response.destroy());
    try {
      const service = this.services.get(route.service);
      const asked = route.service === "s3" ? partOf(request, this.bucketParts) : undefined;
      const isRead = asked || service || isForm(request) || (await this.guard.needsBody(route, request));
      const body = isRead ? await bodyOf(request) : undefined;
      if (isForm(request)) {
        const input = inputOf(request, body);
        route.action = String(input.Action ?? "");
        refuseSessionPolicy(route.service, input);
      }
      const passed = await this.guard.check(route, request, body, service);
      checked = passed.checked;
      const call = await this.intercepted(route, request, service && body);
      const instead = call && (await this.options.intercept!.before(call));
      const after = async (outcome: Outcome) => {
        const other = call && (await this.options.intercept!.after(call, outcome));
        if (other) sendInstead(response, other);
        return other !== undefined;
      };
      if (instead) sendInstead(response, instead);
      else if (asked) await asked.part.answer(asked.bucket, request, String(body), response);
      else if (service) await this.emulate(service, route, request, response, body!, after);
      else await this.passOn(route, request, response, body, hiding(passed.hidesAbsence, route, response, after));
    } catch (error) {
      if (error instanceof AccessDenied) checked = error.checked;
      refuse(response, asAwsError(error), route.service);
    }
  }

  /** The call as an interceptor sees it; undefined when there is none. */
  private async intercepted(
    route: Route,
    request: http.IncomingMessage,
    body: Buffer | undefined,
  ): Promise<InterceptedCall | undefined> {
    if (!this.options.intercept) return undefined;
    const { arn } = await this.callers.resolve(route.accessKeyId);
    return {
      service: route.service,
      action: route.action ?? request.method ?? "",
      caller: arn,
      url: request.url ?? "",
      input: body && inputOf(request, body),
    };
  }

  private async emulate(
    service: EmulatedService,
    route: Route,
    request: http.IncomingMessage,
    response: http.ServerResponse,
    body: Buffer,
    after: After,
  ): Promise<void> {
    const caller = await this.callers.resolve(route.accessKeyId);
    const action = route.action ?? "";
    const call = { action, region: route.region, caller, input: inputOf(request, body) };
    if (service.fallsThroughToMoto(call)) {
      return this.forwarder.forward(request, response, body, async (outcome) => {
        if (outcome.status === 200) service.heed?.(call);
        if (changesRights(route, request)) this.rights.forget();
        return after(outcome);
      });
    }
    const handler = Object.hasOwn(service.actions, action) ? service.actions[action] : undefined;
    if (!handler) throw notEmulated(service.id, action);
    const answer = await handler(call);
    if (!(await after({ status: 200, body: answer as Record<string, unknown> }))) respond(response, answer, action);
  }

  private async passOn(
    route: Route,
    request: http.IncomingMessage,
    response: http.ServerResponse,
    body: Buffer | undefined,
    after: After,
  ): Promise<void> {
    const refused = refusal(route.service, route.action);
    if (refused) throw refused;
    await this.beforeForwarding(route, request);
    this.forwarder.forward(request, response, body, async (outcome, xml) => {
      const isOfKeys = route.service === "sts" || route.service === "iam";
      if (isOfKeys && outcome.status === 200 && xml)
        this.accessKeys.heed(route.action ?? "", inputOf(request, body), xml);
      // Before the client hears of it, and relies on it.
      if (changesRights(route, request)) this.rights.forget();
      return after(outcome);
    });
  }

  private async record(route: Route, head: Head, status: number, started: number, checked: Checked[]): Promise<void> {
    const ms = Date.now() - started;
    if (route.service === "s3") this.notifications.heed(head, status);
    const caller = await this.callers
      .resolve(route.accessKeyId)
      .catch(() => ({ arn: `unknown key ${route.accessKeyId}` }));
    this.calls.add({
      time: new Date(started).toISOString(),
      caller: caller.arn,
      service: route.service,
      action: route.action ?? head.method ?? "",
      status,
      ms,
      ...(checked.length > 0 && { checked }),
    });
  }
}

/** Tells of what happened to a call. @returns whether something else was sent instead of the answer */
type After = (outcome: Outcome) => Promise<boolean>;

/** Whether a call may change what somebody may do: a policy, a key, a secret, or the key of a bucket or of the Data Catalog. */
function changesRights({ service, action = "" }: Route, { method, url = "" }: Head): boolean {
  if (service === "glue") return action === "PutDataCatalogEncryptionSettings";
  if (["iam", "kms", "secretsmanager"].includes(service))
    return !/^(Get|List|Describe|Decrypt|Encrypt|Generate)/.test(action);
  const isOfBucket = service === "s3" && /^\/[^/?]+\/?(\?.*)?$/.test(url);
  return isOfBucket && (method === "PUT" || method === "DELETE");
}

/** Where S3 must not say that an object is not there, it refuses. */
const hiding =
  (refusal: string | undefined, route: Route, response: http.ServerResponse, after: After): After =>
  async (outcome) => {
    if (refusal === undefined || outcome.status !== 404) return after(outcome);
    refuse(response, new AccessDenied(refusal), route.service);
    return true;
  };

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  console.error(error);
  return new AwsError("InternalServiceException", error instanceof Error ? error.message : String(error), 500);
}
