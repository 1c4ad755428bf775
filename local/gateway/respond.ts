import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { isForm } from "./body";
import type { AwsError } from "./service";

/** Answers as AWS JSON 1.1 does, or as the query protocol where the call came in that. */
export function respond(response: ServerResponse, body: object, action: string): void {
  if (isForm(response.req)) respondQuery(response, body, action);
  else send(response, 200, {}, body);
}

/** Answers with an error, in the shape in which the clients of the service read it. */
export function refuse(response: ServerResponse, error: AwsError, service: string): void {
  if (service === "s3") respondS3Error(response, error);
  else if (service === "ec2") respondEc2Error(response, error);
  else if (isForm(response.req)) respondQueryError(response, error);
  else respondError(response, error);
}

/** In the JSON 1.1 shape, which SDKs of the REST JSON services read as well. */
export function respondError(response: ServerResponse, { code, message, status }: AwsError): void {
  const type = code === "AccessDenied" ? "AccessDeniedException" : code;
  send(response, status, { "x-amzn-ErrorType": type }, { __type: type, message });
}

/** A list stands below the name of its items: `{ Tags: { Tag: [...] } }`. */
function respondQuery(response: ServerResponse, body: object, action: string): void {
  const requestId = randomUUID();
  const xml =
    `<${action}Response><${action}Result>${xmlOf(body)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
  response.writeHead(200, { "content-type": "text/xml", "x-amzn-RequestId": requestId });
  response.end(xml);
}

function xmlOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object" || value === null) return escaped(String(value));
  const elements = Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    (Array.isArray(inner) ? inner : [inner])
      .filter((it) => it !== undefined)
      .map((it) => `<${name}>${xmlOf(it)}</${name}>`),
  );
  return elements.join("");
}

/** In the shape of the query protocol (IAM, STS, CloudWatch ...). */
function respondQueryError(response: ServerResponse, { code, message, status }: AwsError): void {
  const requestId = randomUUID();
  const xml =
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`;
  response.writeHead(status, { "content-type": "text/xml", "x-amzn-RequestId": requestId });
  response.end(xml);
}

/** In the shape of EC2's own query protocol, and its words for a refusal. */
function respondEc2Error(response: ServerResponse, { code, message, status }: AwsError): void {
  const requestId = randomUUID();
  const error =
    code === "AccessDenied"
      ? { Code: "UnauthorizedOperation", Message: `You are not authorized to perform this operation. ${message}` }
      : { Code: code, Message: message };
  const xml = `<Response><Errors><Error>${xmlOf(error)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
  response.writeHead(status, { "content-type": "text/xml", "x-amzn-RequestId": requestId });
  response.end(xml);
}

export function respondS3Error(response: ServerResponse, { code, message, status }: AwsError): void {
  const requestId = randomUUID();
  const xml =
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message>` +
    `<RequestId>${requestId}</RequestId></Error>`;
  // What is left of the request's body would be taken for the next request.
  response.req.resume();
  response.writeHead(status, { "content-type": "application/xml", "x-amz-request-id": requestId, connection: "close" });
  response.end(response.req.method === "HEAD" ? undefined : xml);
}

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: object): void {
  const text = JSON.stringify(body, epochSeconds);
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.1",
    "content-length": Buffer.byteLength(text),
    "x-amzn-RequestId": randomUUID(),
    ...headers,
  });
  response.end(text);
}

function epochSeconds(this: Record<string, unknown>, key: string, value: unknown): unknown {
  // JSON.stringify has already turned `value` into a string.
  const original = this[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}
