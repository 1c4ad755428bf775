import {
  type CloudWatchLogsClient,
  CloudWatchLogsServiceException,
  CreateLogGroupCommand,
  type CreateLogGroupCommandInput,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { arn, type Need, type Place } from "../access/need";
import type { Rights } from "../access/rights";
import { AwsError, type Handler } from "../gateway/service";

type Input = Record<string, unknown>;

/**
 * The KMS keys of log groups, kept and guarded here: moto knows only the key with which a group is made, and asks nobody.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export class LogGroupKeys {
  private readonly byGroup = new Map<string, string>();

  constructor(
    private readonly moto: CloudWatchLogsClient,
    private readonly place: Place,
    private readonly rights: Rights,
  ) {}

  readonly actions: Record<string, Handler> = {
    CreateLogGroup: async ({ input }) => {
      await this.letIn(input);
      await asked(this.moto.send(new CreateLogGroupCommand(input as unknown as CreateLogGroupCommandInput)));
      this.byGroup.set(String(input.logGroupName), String(input.kmsKeyId));
      return {};
    },
    AssociateKmsKey: async ({ input }) => {
      await this.find(input);
      await this.letIn(input);
      this.byGroup.set(String(input.logGroupName), String(input.kmsKeyId));
      return {};
    },
    DisassociateKmsKey: async ({ input }) => {
      await this.find(input);
      this.forget(String(input.logGroupName));
      return {};
    },
    DescribeLogGroups: async ({ input }) => {
      const { logGroups = [], nextToken } = await asked(this.moto.send(new DescribeLogGroupsCommand(input)));
      return { logGroups: logGroups.map((it) => ({ ...it, kmsKeyId: this.byGroup.get(it.logGroupName!) })), nextToken };
    },
  };

  /**
   * What CloudWatch Logs asks KMS for on the caller's behalf: as AWS documents it for who associates a key, and allows it to who
   * writes. That an association takes Encrypt too is only reported.
   *
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchLogsAPIKeyAccess.html
   * @see https://github.com/ministryofjustice/modernisation-platform/issues/11133
   */
  async needs(action: string, input: Input): Promise<Need[]> {
    const given = action === "AssociateKmsKey" || action === "CreateLogGroup" ? input.kmsKeyId : undefined;
    if (given !== undefined) {
      const keyArn = await this.rights.keys.arnOf(String(given));
      if (keyArn === undefined) return [];
      return [
        ...this.rights.keys.through("logs", keyArn, ["DescribeKey"]),
        ...this.through(keyArn, ["Encrypt"], input),
      ];
    }
    const id = this.byGroup.get(String(input.logGroupName));
    const actions = WITH_KEY[action];
    const keyArn = id && actions && (await this.rights.keys.arnOf(id));
    return keyArn ? this.through(keyArn, actions, input) : [];
  }

  /** After the group was deleted. */
  forget(logGroupName: string): void {
    this.byGroup.delete(logGroupName);
  }

  private through(keyArn: string, actions: string[], { logGroupName }: Input): Need[] {
    return this.rights.keys.through("logs", keyArn, actions, {
      "kms:EncryptionContext:aws:logs:arn": this.arnOf(logGroupName),
    });
  }

  /** @throws AwsError where the key's policy does not let CloudWatch Logs use it for the group */
  private async letIn({ logGroupName, kmsKeyId }: Input): Promise<void> {
    const keyArn = await this.rights.keys.arnOf(String(kmsKeyId));
    const service = `logs.${this.place.region}.amazonaws.com`;
    const context = { "kms:EncryptionContext:aws:logs:arn": this.arnOf(logGroupName) };
    for (const action of ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"]) {
      const need = { action, resources: [String(keyArn)], context };
      if (keyArn === undefined || !(await this.rights.access.admits(service, need))) {
        throw new AwsError(
          "AccessDeniedException",
          `The specified KMS key does not exist or is not allowed to be used with Arn '${this.arnOf(logGroupName)}'`,
        );
      }
    }
  }

  /** @throws AwsError ResourceNotFoundException */
  private async find({ logGroupName, resourceIdentifier }: Input): Promise<void> {
    if (resourceIdentifier !== undefined) {
      const message = "resourceIdentifier is not emulated on the local AWS: it takes logGroupName (docs/local.md)";
      throw new AwsError("InvalidParameterException", message);
    }
    const logGroupNamePrefix = String(logGroupName);
    const { logGroups = [] } = await asked(this.moto.send(new DescribeLogGroupsCommand({ logGroupNamePrefix })));
    if (logGroups.some((it) => it.logGroupName === logGroupName)) return;
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  }

  private arnOf(logGroupName: unknown): string {
    return arn("logs", this.place, `log-group:${String(logGroupName)}`);
  }
}

/** What is done with a group's key. */
const WITH_KEY: Record<string, string[] | undefined> = {
  PutLogEvents: ["GenerateDataKey", "Decrypt"],
  GetLogEvents: ["Decrypt"],
  FilterLogEvents: ["Decrypt"],
};

/** What moto answers. @throws AwsError */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CloudWatchLogsServiceException)) throw error;
    throw new AwsError(error.name, error.message, error.$metadata.httpStatusCode);
  }
}
