import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { motoClient } from "../moto-client";
import { parseDocument, type PolicyDocument } from "../../policy/iam/document";
import type { Keys } from "./keys";
import type { Need, Place } from "./need";
import { once } from "./once";

interface Secret {
  arn: string;
  policies: PolicyDocument[];
  /** Of the customer's key that encrypts it. */
  keyArn?: string;
}

/**
 * Secrets: which one a name or ARN means, its policy and its key. Asked of moto once, until it is changed.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export class Secrets {
  private readonly client: SecretsManagerClient;
  private readonly known = new Map<string, Promise<Secret | undefined>>();

  constructor(
    motoUrl: string,
    { region }: Place,
    private readonly keys: Keys,
  ) {
    this.client = new SecretsManagerClient(motoClient(motoUrl, region));
  }

  /**
   * The needs with the whole ARNs of the secrets that they are about, and what Secrets Manager asks KMS for on the caller's behalf.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   */
  async needs(needs: Need[]): Promise<Need[]> {
    return (await Promise.all(needs.map((need) => this.whole(need)))).flat();
  }

  /** The policy of the secret of an ARN. */
  async policiesOf(arn: string): Promise<PolicyDocument[]> {
    return (await this.of(arn))?.policies ?? [];
  }

  /** After whatever may have changed a secret, its policy or its key. */
  forget(): void {
    this.known.clear();
  }

  close(): void {
    this.client.destroy();
  }

  private async whole(need: Need): Promise<Need[]> {
    if (!need.action.startsWith("secretsmanager:")) return [need];
    const secrets = await Promise.all(need.resources.map((arn) => this.of(arn)));
    const resources = need.resources.map((arn, i) => secrets[i]?.arn ?? arn);
    const opened = need.action === "secretsmanager:GetSecretValue" ? secrets : [];
    return [{ ...need, resources }, ...opened.flatMap((secret) => this.decrypting(secret))];
  }

  private decrypting({ arn, keyArn }: Partial<Secret> = {}): Need[] {
    if (keyArn === undefined) return [];
    return this.keys.through("secretsmanager", keyArn, ["Decrypt"], { "kms:EncryptionContext:SecretARN": arn });
  }

  private of(arn: string): Promise<Secret | undefined> {
    return once(this.known, arn, async () => {
      const [, name] = /:secret:(.+)-\?{6}$/.exec(arn) ?? [];
      try {
        const { ARN, KmsKeyId } = await this.client.send(new DescribeSecretCommand({ SecretId: name ?? arn }));
        const { ResourcePolicy } = await this.client.send(new GetResourcePolicyCommand({ SecretId: ARN }));
        return {
          arn: ARN!,
          policies: ResourcePolicy === undefined ? [] : [parseDocument(ResourcePolicy)],
          keyArn: KmsKeyId === undefined ? undefined : await this.keys.arnOf(KmsKeyId),
        };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    });
  }
}
