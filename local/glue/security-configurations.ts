import {
  EntityNotFoundException,
  GetSecurityConfigurationCommand,
  type GlueClient,
  type SecurityConfiguration,
} from "@aws-sdk/client-glue";
import { invalidInput } from "./input";

/**
 * Security configurations, which moto keeps: what crawls and runs do with them.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html
 */
export class SecurityConfigurations {
  constructor(private readonly glue: GlueClient) {}

  /** @throws InvalidInputException when there is none of the name. */
  async check(name: string | undefined): Promise<void> {
    if (name) await this.get(name);
  }

  /**
   * ARN of the key, or of its alias, that encrypts the logs; undefined where none does.
   * @throws InvalidInputException when there is no such configuration.
   */
  async logsKey(name: string | undefined): Promise<string | undefined> {
    const configuration = name ? await this.get(name) : undefined;
    const { CloudWatchEncryptionMode, KmsKeyArn } = configuration?.EncryptionConfiguration?.CloudWatchEncryption ?? {};
    return CloudWatchEncryptionMode === "SSE-KMS" ? KmsKeyArn : undefined;
  }

  private async get(Name: string): Promise<SecurityConfiguration> {
    try {
      const answer = await this.glue.send(new GetSecurityConfigurationCommand({ Name }));
      return answer.SecurityConfiguration!;
    } catch (error) {
      if (!(error instanceof EntityNotFoundException)) throw error;
      throw invalidInput(`Error trying to retrieve security config, error message: ${error.message}`);
    }
  }
}
