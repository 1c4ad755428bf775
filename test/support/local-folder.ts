import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { clientSettings } from "../../scripts/clients";
import { commandEnvironment } from "../../scripts/local/environment";
import type { RunningAws } from "../../scripts/local/state";
import { root } from "../../scripts/setup/paths";

/** A local AWS of a test's own, in a temporary folder and on ports of its own, driven by the project's commands. */
export interface LocalFolder {
  folder: string;
  /** Runs one of the project's commands as npm does. @returns what it printed @throws when it does not end with 0 */
  command(...args: string[]): string;
  /** Where it is, as it wrote it down itself. */
  running(): RunningAws;
  /** The environment in which clients and pulumi reach it. */
  environment(): Promise<NodeJS.ProcessEnv>;
  put(uri: string, file: string): Promise<void>;
  list(bucket: string, prefix: string): Promise<string[]>;
  /** Ends it and removes the folder. */
  remove(): void;
}

export function makeLocalFolder(): LocalFolder {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "local-aws-"));
  // PostgreSQL runs as a user of its own when this is root, and must reach its files.
  fs.chmodSync(folder, 0o755);
  const aws = path.join(folder, "aws");
  const env = { ...process.env, LOCAL_AWS_FOLDER: aws };

  function command(...args: string[]): string {
    const result = spawnSync(process.execPath, ["--require", "tsx/cjs", path.join(root, "scripts/main.ts"), ...args], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    if (result.status !== 0) {
      throw new Error(
        `${args.join(" ")} ended with ${result.status ?? result.signal}:\n${result.stdout}${result.stderr}`,
      );
    }
    return result.stdout;
  }
  const running = (): RunningAws => JSON.parse(fs.readFileSync(path.join(aws, "state.json"), "utf8"));
  const environment = async () => ({ ...commandEnvironment(running()), LOCAL_AWS_FOLDER: aws });
  const s3 = async () => new S3Client(clientSettings(running().region, await environment()));

  return {
    folder,
    command,
    running,
    environment,
    async put(uri, file) {
      const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri)!;
      await (await s3()).send(new PutObjectCommand({ Bucket, Key, Body: fs.readFileSync(file) }));
    },
    async list(Bucket, Prefix) {
      const { Contents } = await (await s3()).send(new ListObjectsV2Command({ Bucket, Prefix }));
      return (Contents ?? []).map(({ Key }) => Key!);
    },
    remove() {
      command("local", "down");
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
