import {
  AssociateKmsKeyCommand,
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type InputLogEvent,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from "@aws-sdk/client-cloudwatch-logs";

const BATCH = 1000;
const INTERVAL = 500;
/** CloudWatch takes events of up to 256 KiB. */
const LONGEST = 250_000;

/**
 * Writes lines to a CloudWatch Logs stream, in batches, while they come.
 * A batch that cannot be written is dropped, as Glue does when the role may not write logs: the work itself goes on.
 */
export class LogStream {
  private pending: InputLogEvent[] = [];
  private timer?: NodeJS.Timeout;
  private chain: Promise<void>;

  constructor(
    private readonly logs: CloudWatchLogsClient,
    private readonly group: string,
    private readonly stream: string,
  ) {
    this.chain = this.create().catch(() => undefined);
  }

  write(line: string): void {
    if (line === "") return;
    this.pending.push({ timestamp: Date.now(), message: line.slice(0, LONGEST) });
    if (this.pending.length >= BATCH) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), INTERVAL);
  }

  /** Resolves when all lines are written. */
  async close(): Promise<void> {
    this.flush();
    await this.chain;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const logEvents = this.pending;
    this.pending = [];
    if (logEvents.length === 0) return;
    const command = new PutLogEventsCommand({ logGroupName: this.group, logStreamName: this.stream, logEvents });
    this.chain = this.chain
      .then(() => this.logs.send(command))
      .then(
        () => undefined,
        () => undefined,
      );
  }

  private async create(): Promise<void> {
    const names = { logGroupName: this.group, logStreamName: this.stream };
    await unlessThere(this.logs.send(new CreateLogGroupCommand({ logGroupName: this.group })));
    await unlessThere(this.logs.send(new CreateLogStreamCommand(names)));
  }
}

/**
 * Makes log groups and gives them the key of a security configuration, if it has one, as Glue does with the role that writes to
 * them; groups that are there already get it too.
 *
 * @throws Error when the role may not: nothing is to be written that is not encrypted
 */
export async function encryptLogGroups(
  logs: CloudWatchLogsClient,
  groups: string[],
  kmsKeyId: string | undefined,
): Promise<void> {
  if (kmsKeyId === undefined) return;
  for (const logGroupName of groups) {
    await unlessThere(logs.send(new CreateLogGroupCommand({ logGroupName })));
    try {
      await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
    } catch (error) {
      const reason = (error as Error).message;
      throw new Error(`Failed to AssociateKmsKey for logGroup: ${logGroupName} using KmsKeyId: ${kmsKeyId}: ${reason}`);
    }
  }
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  }
}
