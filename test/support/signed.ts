import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { LocalAws } from "../../local/aws";
import { clientConfig } from "./local-aws";

/** A request that no SDK would send. */
interface Request {
  service: string;
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string>;
  /** Not known beforehand when left out. */
  body?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** The headers of the request with its signature. */
export async function signed(
  aws: Pick<LocalAws, "endpoint" | "region">,
  { service, method, url, ...request }: Request,
) {
  const { protocol, host, pathname, searchParams } = new URL(url, aws.endpoint);
  const { region, credentials } = { ...clientConfig(aws), ...request };
  const headers: Record<string, string> = { ...request.headers, host };
  if (request.body === undefined) headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath: service !== "s3" });
  const query = Object.fromEntries(searchParams);
  const { body } = request;
  return (await signer.sign(new HttpRequest({ protocol, method, path: pathname, query, headers, body }))).headers;
}
