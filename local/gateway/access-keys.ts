import type { Head } from "./head";
import { AwsError } from "./service";
import { isSignedWith, type Secret, type Signature, timeOf } from "./signature";

/** AWS takes no request that says it is older, or younger; in milliseconds. */
const SKEW = 15 * 60_000;

interface AccessKey extends Secret {
  /** Of a session. */
  expires?: Date;
}

/** The access keys that were given out here, and whether a request was signed with the one that it names. */
export class AccessKeys {
  private readonly known = new Map<string, AccessKey>([
    // The account's own.
    ["local", { accessKeyId: "local", secretAccessKey: "local" }],
  ]);

  /** After a call of IAM or STS that went well: it may have given a key out, or taken one back. */
  heed(action: string, input: Record<string, unknown>, answer: string): void {
    if (action === "DeleteAccessKey") this.known.delete(String(input.AccessKeyId));
    else this.learn(answer);
  }

  /**
   * @param body undefined for S3, whose requests tell the body's digest in a header
   * @throws AwsError in AWS's words, when the request is not from who it says, or comes too late
   */
  async verify(signature: Signature, head: Head, body: Buffer | undefined): Promise<void> {
    const protocol = protocolOf(signature, head);
    const refuse = (fault: Fault) => new AwsError(...REFUSALS[protocol][fault]);
    const key = this.known.get(signature.accessKeyId);
    if (!key) throw refuse("unknownKey");
    if (key.sessionToken !== signature.sessionToken) throw refuse("otherToken");
    if (!(await isSignedWith(key, signature, head, body))) throw refuse("otherSignature");
    const age = Date.now() - timeOf(signature).getTime();
    const { expiresIn } = signature;
    if (expiresIn !== undefined && age > expiresIn * 1000)
      throw new AwsError("AccessDenied", "Request has expired", 403);
    if (expiresIn === undefined && Math.abs(age) > SKEW) throw refuse("otherTime");
    if (key.expires && key.expires.getTime() < Date.now()) throw refuse("expired");
  }

  private learn(xml: string): void {
    const field = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
    const [accessKeyId, secretAccessKey, expires] = ["AccessKeyId", "SecretAccessKey", "Expiration"].map(field);
    if (accessKeyId === undefined || secretAccessKey === undefined) return;
    this.known.set(accessKeyId, {
      accessKeyId,
      secretAccessKey,
      sessionToken: field("SessionToken"),
      expires: expires === undefined ? undefined : new Date(expires),
    });
  }
}

type Protocol = "s3" | "query" | "json";
type Fault = "unknownKey" | "otherSignature" | "otherToken" | "otherTime" | "expired";

const protocolOf = ({ service }: Signature, { headers }: Head): Protocol =>
  service === "s3" ? "s3" : headers["x-amz-target"] === undefined ? "query" : "json";

const NOT_THE_SIGNATURE = "The request signature we calculated does not match the signature you provided.";
const WRONG_SECRET = `${NOT_THE_SIGNATURE} Check your AWS Secret Access Key and signing method. Consult the service documentation for details.`;
const INVALID_TOKEN = "The security token included in the request is invalid.";
const EXPIRED_TOKEN = "The security token included in the request is expired";
const WRONG_TIME = "Signature expired: the request was signed more than 15 minutes from the current time";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const REFUSALS: Record<Protocol, Record<Fault, [code: string, message: string, status: number]>> = {
  s3: {
    unknownKey: ["InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403],
    otherSignature: ["SignatureDoesNotMatch", `${NOT_THE_SIGNATURE} Check your key and signing method.`, 403],
    otherToken: ["InvalidToken", "The provided token is malformed or otherwise invalid.", 400],
    otherTime: [
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
      403,
    ],
    expired: ["ExpiredToken", "The provided token has expired.", 400],
  },
  query: {
    unknownKey: ["InvalidClientTokenId", INVALID_TOKEN, 403],
    otherSignature: ["SignatureDoesNotMatch", WRONG_SECRET, 403],
    otherToken: ["InvalidClientTokenId", INVALID_TOKEN, 403],
    otherTime: ["SignatureDoesNotMatch", WRONG_TIME, 403],
    expired: ["ExpiredToken", EXPIRED_TOKEN, 403],
  },
  json: {
    unknownKey: ["UnrecognizedClientException", INVALID_TOKEN, 400],
    otherSignature: ["InvalidSignatureException", WRONG_SECRET, 400],
    otherToken: ["UnrecognizedClientException", INVALID_TOKEN, 400],
    otherTime: ["InvalidSignatureException", WRONG_TIME, 400],
    expired: ["ExpiredTokenException", EXPIRED_TOKEN, 400],
  },
};
