import { createRequire } from "node:module";
import { runtime } from "@pulumi/pulumi";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzeRequest, AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb";
import type { SecretTest } from "./policy";

/**
 * Tells what the engine marks as a secret. It sends the marks with the properties, and `@pulumi/policy` takes them off before a
 * policy sees these: so they are read from the requests as they come in.
 *
 * To be called before the pack is made, which is when the SDK starts to serve it. A resource of which no request was heard counts
 * as secret in every property: rather a finding without its statement than a statement that was to stay hidden.
 */
export function secretsOfRequests(): SecretTest {
  const { AnalyzerService } = sdkRequire("@pulumi/pulumi/proto/analyzer_grpc_pb") as typeof analyzer;
  const marked = new Map<string, Set<string>>();
  const note = (resource: AnalyzeRequest | AnalyzerResource) => {
    const paths = marked.get(resource.getUrn()) ?? new Set();
    for (const path of secretPaths(resource.getProperties()?.toJavaScript())) paths.add(path);
    marked.set(resource.getUrn(), paths);
  };
  listen(AnalyzerService.analyze, note);
  listen(AnalyzerService.analyzeStack, (request) => request.getResourcesList().forEach(note));
  return (urn, property) => {
    const paths = marked.get(urn);
    return !paths || [...paths].some((path) => isWithin(path, property) || isWithin(property, path));
  };
}

/** The SDK may have a copy of `@pulumi/pulumi` of its own, and serves with that. */
const sdkRequire = createRequire(require.resolve("@pulumi/policy"));

function listen<T>(method: { requestDeserialize: (bytes: Buffer) => T }, hear: (request: T) => void): void {
  const { requestDeserialize } = method;
  method.requestDeserialize = (bytes) => {
    const request = requestDeserialize(bytes);
    hear(request);
    return request;
  };
}

/** `inlinePolicies[0].policy` */
function secretPaths(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((it, i) => secretPaths(it, `${path}[${i}]`));
  const object = value as Record<string, unknown>;
  if (object[runtime.specialSigKey] === runtime.specialSecretSig) return [path];
  return Object.entries(object).flatMap(([name, it]) => secretPaths(it, path === "" ? name : `${path}.${name}`));
}

const isWithin = (path: string, other: string) =>
  path === other || (path.startsWith(other) && /[.[]/.test(path[other.length]));
