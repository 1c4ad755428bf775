import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Log } from "./build";
import { awsVersion } from "./modules";

const TEN_MINUTES = 600_000;

/**
 * Lets the machine's own CLI fetch the official AWS plugin into its plugin folder. Where it cannot, for want of a network that
 * reaches it, the plugin is built instead, so that is said and no error.
 */
export async function downloadAwsPlugin(pulumi: string, log: Log): Promise<void> {
  log(`pulumi plugin install resource aws v${awsVersion}`);
  const args = ["plugin", "install", "resource", "aws", `v${awsVersion}`];
  await promisify(execFile)(pulumi, args, { timeout: TEN_MINUTES }).catch((error: Error & { stderr?: string }) => {
    log(`the official AWS plugin cannot be downloaded: ${(error.stderr || error.message).trim().split("\n")[0]}`);
  });
}
