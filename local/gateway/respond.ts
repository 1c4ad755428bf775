import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { AwsError } from "./service";

/** Answers as AWS JSON 1.1 does. */
export function respond(response: ServerResponse, body: object): void {
  send(response, 200, {}, body);
}

/** Answers with an error in the JSON 1.1 shape, which SDKs of the REST JSON services read as well. */
export function respondError(response: ServerResponse, error: AwsError): void {
  send(response, error.status, { "x-amzn-ErrorType": error.code }, { __type: error.code, message: error.message });
}

/** Answers with an error in the shape of the query protocol (IAM, STS, Redshift ...). */
export function respondQueryError(response: ServerResponse, error: AwsError): void {
  const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const requestId = randomUUID();
  const xml =
    `<ErrorResponse><Error><Type>Sender</Type><Code>${error.code}</Code><Message>${escape(error.message)}</Message></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`;
  response.writeHead(error.status, { "content-type": "text/xml", "x-amzn-RequestId": requestId });
  response.end(xml);
}

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
