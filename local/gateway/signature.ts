import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { createHash } from "node:crypto";
import type { Head } from "./head";

/** How a request is signed, as it says itself. */
export interface Signature {
  accessKeyId: string;
  /** Of the scope. */
  region: string;
  /** Signing name, of the scope. */
  service: string;
  /** `20261125T201200Z` */
  date: string;
  /** Names of the headers that it covers, in lower case. */
  signedHeaders: string[];
  /** Of a role's session, which alone has one. */
  sessionToken?: string;
  /** Hexadecimal digits. */
  value: string;
  /** Of a presigned URL: for how many seconds it is good. */
  expiresIn?: number;
}

export interface Secret {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

const DIGEST = "x-amz-content-sha256";
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Undefined when the request bears no signature of version 4, or none that can be read. */
export function signatureOf({ headers, url = "/" }: Head): Signature | undefined {
  const authorization = /^AWS4-HMAC-SHA256 (.+)$/.exec(headers.authorization ?? "")?.[1];
  const query = new URL(url, "http://gateway").searchParams;
  if (authorization !== undefined) {
    const fields = new Map(authorization.split(/,\s*/).map((field) => field.split("=", 2) as [string, string]));
    const of = (name: string) => headers[name]?.toString();
    return claim((name) => fields.get(name), of("x-amz-date"), of("x-amz-security-token"));
  }
  if (!query.has("X-Amz-Signature")) return undefined;
  const of = (name: string) => query.get(`X-Amz-${name}`) ?? undefined;
  const signature = claim(of, of("Date"), of("Security-Token"));
  return signature && { ...signature, expiresIn: Number(of("Expires")) };
}

function claim(
  field: (name: string) => string | undefined,
  date = "",
  sessionToken: string | undefined,
): Signature | undefined {
  const scope = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/.exec(field("Credential") ?? "");
  if (!scope || !DATE.test(date)) return undefined;
  const [, accessKeyId, region, service] = scope;
  const signedHeaders = (field("SignedHeaders") ?? "").split(";");
  return { accessKeyId, region, service, date, signedHeaders, sessionToken, value: field("Signature") ?? "" };
}

/**
 * Whether the request was signed with the secret.
 *
 * @param body of what is not S3's: there a header tells the body's digest
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function isSignedWith(
  secret: Secret,
  signature: Signature,
  head: Head,
  body: Buffer | undefined,
): Promise<boolean> {
  const { region, service, signedHeaders, expiresIn } = signature;
  if (body && !isDigestOf(body, String(head.headers[DIGEST] ?? ""))) return false;
  const [, path, query = ""] = /^([^?]*)\??(.*)$/.exec(head.url ?? "/")!;
  const covered = signedHeaders.filter((name) => head.headers[name] !== undefined);
  const request = new HttpRequest({
    method: head.method,
    path,
    query: parametersOf(query, expiresIn !== undefined),
    headers: Object.fromEntries(covered.map((name) => [name, String(head.headers[name])])),
    body,
  });
  const signer = new SignatureV4({
    credentials: secret,
    region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: false,
  });
  const options = { signingDate: timeOf(signature), signableHeaders: new Set(signedHeaders) };
  if (expiresIn === undefined) {
    const { headers } = await signer.sign(request, options);
    return headers.authorization.endsWith(`Signature=${signature.value}`);
  }
  if (service === "s3") request.headers[DIGEST] ??= "UNSIGNED-PAYLOAD";
  const unsignableHeaders = new Set([DIGEST]);
  const unhoistableHeaders = new Set([...signedHeaders, DIGEST]);
  const signed = await signer.presign(request, { ...options, expiresIn, unsignableHeaders, unhoistableHeaders });
  return signed.query?.["X-Amz-Signature"] === signature.value;
}

/** Whether the digest that a header tells is the body's, where it tells one: S3 also takes words there. */
const isDigestOf = (body: Buffer, told: string) =>
  !/^[\da-f]{64}$/.test(told) || createHash("sha256").update(body).digest("hex") === told;

/** When a request says that it was signed. */
export function timeOf({ date }: Signature): Date {
  return new Date(date.replace(DATE, "$1-$2-$3T$4:$5:$6Z"));
}

/** Without what the signer itself adds. */
function parametersOf(query: string, isPresigned: boolean): Record<string, string | string[]> {
  const own = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)$/;
  const parameters = new URLSearchParams(query);
  const names = [...new Set(parameters.keys())].filter((name) => !(isPresigned && own.test(name)));
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name)]));
}
