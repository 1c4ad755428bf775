import type { PolicyDocument } from "../../policy/iam/document";
import { Access } from "./access";
import { Identities } from "./identities";
import { Keys } from "./keys";
import type { Need, Place } from "./need";
import { Secrets } from "./secrets";

/** All that decides what somebody may do here, but for the policies of buckets. */
export class Rights {
  readonly access: Access;
  readonly keys: Keys;
  readonly secrets: Secrets;
  private readonly identities: Identities;

  constructor(motoUrl: string, place: Place, policiesOfBucket: (arn: string) => PolicyDocument[]) {
    this.identities = new Identities(motoUrl, place.region);
    this.keys = new Keys(motoUrl, place);
    this.secrets = new Secrets(motoUrl, place, this.keys);
    this.access = new Access(this.identities, place, (arn) => {
      const service = arn.split(":")[2];
      const holder = service === "kms" ? this.keys : service === "secretsmanager" ? this.secrets : undefined;
      return holder ? holder.policiesOf(arn) : policiesOfBucket(arn);
    });
  }

  /** The needs with whole ARNs, and what Secrets Manager asks of others on the caller's behalf. */
  async whole(needs: Need[]): Promise<Need[]> {
    return Promise.all((await this.secrets.needs(needs)).map((need) => this.keys.whole(need)));
  }

  /** After whatever may have changed a policy, a key, a secret, or the key of a bucket. */
  forget(): void {
    for (const part of [this.identities, this.keys, this.secrets]) part.forget();
  }

  close(): void {
    for (const part of [this.identities, this.keys, this.secrets]) part.close();
  }
}
