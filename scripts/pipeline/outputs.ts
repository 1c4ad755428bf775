import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { root } from "../setup/paths";

const datasetOutput = z.object({
  name: z.string(),
  /** `s3://BUCKET/PREFIX/` that holds the dataset's files. */
  location: z.string(),
  format: z.enum(["csv", "json", "parquet"]),
  catalogTable: z.string(),
  target: z.object({ schema: z.string(), table: z.string() }),
});

const stackOutputs = z.object({
  region: z.string(),
  pipeline: z.object({
    crawlerName: z.string(),
    databaseName: z.string(),
    /** With the tables that describe the targets, where the catalog shows them. */
    targetsDatabaseName: z.string().optional(),
    jobName: z.string(),
    /** To which runs print. */
    jobLogGroupName: z.string(),
    maintenanceJobName: z.string().optional(),
    sourceBucketName: z.string(),
    workBucketName: z.string(),
    /** Of Redshift Serverless; any other warehouse has a `clusterIdentifier`. */
    workgroupName: z.string().optional(),
    clusterIdentifier: z.string().optional(),
    warehouseDatabase: z.string(),
    adminSecretArn: z.string().optional(),
    crawlerRoleArn: z.string(),
    jobRoleArn: z.string(),
    copyRoleArn: z.string(),
    datasets: z.array(datasetOutput),
  }),
});

/** What the program in stacks/ exports: all that a script needs to know of a deployed pipeline. */
export type StackOutputs = z.infer<typeof stackOutputs>;
export type PipelineOutputs = StackOutputs["pipeline"];
export type DatasetOutput = z.infer<typeof datasetOutput>;

/**
 * Reads a stack's outputs with the Pulumi CLI.
 *
 * @throws Error when there is no such stack or nothing was deployed to it; the message says what to run first
 */
export async function readStackOutputs(stack: string, env: NodeJS.ProcessEnv): Promise<StackOutputs> {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack];
  const { stdout } = await promisify(execFile)("pulumi", args, { cwd: root, env }).catch((error) => {
    throw new Error(
      `The outputs of stack ${stack} cannot be read: ${(error.stderr || error.message).trim()}\n` +
        `Deploy it first: pulumi up --stack ${stack}`,
    );
  });
  const parsed = stackOutputs.safeParse(JSON.parse(stdout));
  if (!parsed.success) {
    throw new Error(
      `Stack ${stack} does not have the outputs of a pipeline: ${z.prettifyError(parsed.error)}\n` +
        `Deploy it first: pulumi up --stack ${stack}`,
    );
  }
  return parsed.data;
}
