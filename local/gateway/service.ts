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

/** One call of an AWS JSON 1.1 service, parsed. */
export interface AwsRequest {
  action: string;
  region: string;
  caller: Caller;
  /** The request's body. Its shape is checked by the handler, as AWS does. */
  input: Record<string, unknown>;
}

/**
 * Answers one action with the response's body, or throws an {@link AwsError}.
 * A Date anywhere in the body is sent as epoch seconds, as the JSON 1.1 protocol wants it.
 */
export type Handler = (request: AwsRequest) => Promise<object>;

/** A service that the gateway answers itself instead of handing it to moto. */
export interface EmulatedService {
  /** Signing name: `glue`, `redshift-data`, `redshift-serverless`. */
  id: string;
  actions: Record<string, Handler>;
  /** Whether moto is to answer this request. Asked before {@link actions} is looked at: a tag call may concern either side. */
  fallsThroughToMoto(request: AwsRequest): boolean;
  /** What the caller must be allowed. */
  needs(request: AwsRequest): Need[];
  close(): Promise<void>;
}

/** An error as AWS's JSON protocols send it. */
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
