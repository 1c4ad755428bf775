import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsError } from "../gateway/service";
import { type Credentials, SERVICE } from "./clients";
import type { WarehouseDeps } from "./deps";

/**
 * A call of a service of the query protocol, through the gateway.
 *
 * @param service by which the call is signed
 * @param form the action, its version and its parameters
 * @returns the answer's XML
 * @throws {AwsError} with the service's code
 */
export async function queryCall(
  { endpoint, region }: Pick<WarehouseDeps, "endpoint" | "region">,
  service: string,
  form: Record<string, string>,
  credentials: Credentials = SERVICE,
): Promise<string> {
  const url = new URL(endpoint());
  const body = new URLSearchParams(form).toString();
  const headers = { host: url.host, "content-type": "application/x-www-form-urlencoded" };
  const request = new HttpRequest({ protocol: url.protocol, method: "POST", path: "/", headers, body });
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const signed = await signer.sign(request);
  // A connection that is kept may be closed by the time of the next call, which then fails.
  const answer = await fetch(url, { method: "POST", headers: { ...signed.headers, connection: "close" }, body });
  const xml = await answer.text();
  if (answer.ok) return xml;
  const field = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  throw new AwsError(field("Code") ?? "InternalFailure", field("Message") ?? xml, answer.status);
}
