import type { PolicyDocument } from "../../policy/iam/document";
import { Access } from "./access";
import { CatalogKey } from "./catalog-key";
import { Ec2 } from "./ec2";
import { Identities } from "./identities";
import { Keys } from "./keys";
import type { Need, Place } from "./need";
import { Secrets } from "./secrets";

/** All that decides what somebody may do here, but for the policies of buckets. */
export class Rights {
  readonly access: Access;
  readonly keys: Keys;
  readonly secrets: Secrets;
  private readonly ec2: Ec2;
  private readonly catalogKey: CatalogKey;
  private readonly identities: Identities;

  constructor(motoUrl: string, place: Place, policiesOfBucket: (arn: string) => PolicyDocument[]) {
    this.identities = new Identities(motoUrl, place.region);
    this.keys = new Keys(motoUrl, place);
    this.secrets = new Secrets(motoUrl, place, this.keys);
    this.ec2 = new Ec2(motoUrl, place);
    this.access = new Access(this.identities, place, (arn) => {
      const service = arn.split(":")[2];
      const holder = service === "kms" ? this.keys : service === "secretsmanager" ? this.secrets : undefined;
      return holder ? holder.policiesOf(arn) : policiesOfBucket(arn);
    });
    this.catalogKey = new CatalogKey(motoUrl, place, this.keys, this.access);
  }

  /**
   * The needs with whole ARNs, what conditions ask of EC2's resources, and what Secrets Manager and Glue ask of others on the
   * caller's behalf.
   */
  async whole(needs: Need[]): Promise<Need[]> {
    const all = await this.catalogKey.needs(await this.ec2.needs(await this.secrets.needs(needs)));
    return Promise.all(all.map((need) => this.keys.whole(need)));
  }

  /** After whatever may have changed a policy, a key, a secret, or the key of a bucket or of the Data Catalog. */
  forget(): void {
    for (const part of [this.identities, this.keys, this.secrets, this.catalogKey]) part.forget();
  }

  close(): void {
    for (const part of [this.identities, this.keys, this.secrets, this.ec2, this.catalogKey]) part.close();
  }
}
