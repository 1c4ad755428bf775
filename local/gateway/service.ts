import type { Need } from "../access/need";

/** Who signed a request, as STS GetCallerIdentity tells it. */
export interface Caller {
  accessKeyId: string;
  accountId: string;
  /** `aws:userid`: of a role's session `AROA...:SESSION`. */
  userId: string;
  /** `arn:aws:iam::123456789012:user/NAME` or `arn:aws:sts::123456789012:assumed-role/ROLE/SESSION`. */
  arn: string;
}

/** One call of a service of AWS JSON 1.1, or of the query protocol, parsed. */
export interface AwsRequest {
  action: string;
  region: string;
  caller: Caller;
  /** The request's body; of a form each field as it was sent. Its shape is checked by the handler, as AWS does. */
  input: Record<string, unknown>;
}

/**
 * Answers one action with the response's body, or throws an {@link AwsError}.
 * A Date anywhere in the body is sent as epoch seconds, as the JSON 1.1 protocol wants it, or as ISO 8601, as the query protocol does.
 */
export type Handler = (request: AwsRequest) => Promise<object>;

/** A service that the gateway answers itself instead of handing it to moto. */
export interface EmulatedService {
  /** Signing name: `glue`, `redshift`, `redshift-data`, `redshift-serverless`. */
  id: string;
  actions: Record<string, Handler>;
  /** Whether moto is to answer this request. Asked before {@link actions} is looked at: a tag call may concern either side. */
  fallsThroughToMoto(request: AwsRequest): boolean;
  /** After moto has done what fell through to it. */
  heed?(request: AwsRequest): void;
  /** What the caller must be allowed; undefined where that is not known here. */
  needs(request: AwsRequest): Need[] | undefined | Promise<Need[] | undefined>;
  close(): Promise<void>;
}

/** An error as AWS's JSON and query protocols send it. */
export class AwsError extends Error {
  constructor(
    /** The exception's name, e.g. `EntityNotFoundException`. */
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}
