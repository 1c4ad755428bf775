import type { Head } from "./head";
import { type Signature, signatureOf } from "./signature";

/** What a request is for, as far as its head tells. */
export interface Route {
  /** Signing name, e.g. `s3`, `glue`; `s3` for an unsigned request to no service's own host. */
  service: string;
  region: string;
  accessKeyId?: string;
  signature?: Signature;
  /** Known where the head names it: for the JSON protocols, and Lake Formation's paths. */
  action?: string;
}

const TARGETS: Record<string, string> = {
  AWSGlue: "glue",
  RedshiftData: "redshift-data",
  RedshiftServerless: "redshift-serverless",
};

/** Reads the service from the signature's scope, a presigned URL, the JSON target or the host, in this order. */
export function routeOf(request: Head, defaultRegion: string): Route {
  const target = request.headers["x-amz-target"];
  const [targetPrefix, action] = typeof target === "string" ? target.split(".", 2) : [undefined, undefined];
  const signature = signatureOf(request);
  if (signature) {
    const { accessKeyId, region, service } = signature;
    return { service, region, accessKeyId, signature, action: action ?? actionOfPath(service, request) };
  }
  const host = hostRoute(request.headers.host ?? "");
  return {
    service: (targetPrefix && TARGETS[targetPrefix]) ?? host.service ?? "s3",
    region: host.region ?? defaultRegion,
    action,
  };
}

/** `/GrantPermissions` of Lake Formation; the other REST services have no action in their paths. */
function actionOfPath(service: string, { url = "" }: Head): string | undefined {
  return service === "lakeformation" ? /^\/(\w+)/.exec(url)?.[1] : undefined;
}

/** `glue.us-east-1.amazonaws.com`, `BUCKET.s3.us-east-1.amazonaws.com`, `sts.amazonaws.com`. */
function hostRoute(host: string): { service?: string; region?: string } {
  const labels = /^(.+)\.amazonaws\.com(:\d+)?$/.exec(host)?.[1].split(".");
  if (!labels) return {};
  const last = labels[labels.length - 1];
  const regional = /^[a-z]{2}(-[a-z]+)+-\d$/.test(last);
  return regional ? { region: last, service: labels[labels.length - 2] } : { service: last };
}
