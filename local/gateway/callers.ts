import type { Caller } from "./service";

const UNSIGNED: Caller = { accessKeyId: "", accountId: "", userId: "", arn: "anonymous" };

/** Tells who an access key belongs to, as moto's STS says; asked once a key. */
export class Callers {
  private readonly known = new Map<string, Promise<Caller>>();

  constructor(private readonly motoUrl: string) {}

  resolve(accessKeyId: string | undefined): Promise<Caller> {
    if (accessKeyId === undefined) return Promise.resolve(UNSIGNED);
    let caller = this.known.get(accessKeyId);
    if (!caller) {
      caller = this.ask(accessKeyId);
      this.known.set(accessKeyId, caller);
      caller.catch(() => this.known.delete(accessKeyId));
    }
    return caller;
  }

  private async ask(accessKeyId: string): Promise<Caller> {
    const response = await fetch(this.motoUrl, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        // moto reads the key out of the scope and checks no signature.
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
    });
    const xml = await response.text();
    const arn = /<Arn>([^<]+)<\/Arn>/.exec(xml)?.[1];
    const accountId = /<Account>([^<]+)<\/Account>/.exec(xml)?.[1];
    const userId = /<UserId>([^<]+)<\/UserId>/.exec(xml)?.[1];
    if (!arn || !accountId || !userId)
      throw new Error(`STS does not tell who ${accessKeyId} is: ${response.status} ${xml}`);
    return { accessKeyId, accountId, userId, arn };
  }
}
