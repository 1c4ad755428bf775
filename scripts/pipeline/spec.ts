import { GetJobCommand, type GlueClient } from "@aws-sdk/client-glue";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";

const deployedSpec = z.object({
  pipeline: z.string(),
  source: z.object({ catalogDatabase: z.string() }),
  work: z.object({ bucket: z.string(), quarantinePrefix: z.string(), mendedPrefix: z.string() }),
  datasets: z.array(
    z.object({
      name: z.string(),
      load: z.object({ mode: z.string() }),
      catalogTable: z.string(),
      columns: z.array(z.object({ name: z.string() })).default([]),
    }),
  ),
});

/** The parts of a deployed pipeline's spec that commands need; jobs/s3_to_redshift/spec knows all of it. */
export type DeployedSpec = z.infer<typeof deployedSpec>;
export type DeployedDataset = DeployedSpec["datasets"][number];

/** Reads the spec that the job is given. @throws Error when the job has none, or it lacks what is needed */
export async function readDeployedSpec(glue: GlueClient, s3: S3Client, jobName: string): Promise<DeployedSpec> {
  const { Job } = await glue.send(new GetJobCommand({ JobName: jobName }));
  const uri = Job?.DefaultArguments?.["--spec_uri"] ?? "";
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (!Key) {
    throw new Error(
      `The job ${jobName} has no argument --spec_uri of the form s3://BUCKET/KEY, found ${JSON.stringify(uri)}`,
    );
  }
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const parsed = deployedSpec.safeParse(JSON.parse(await Body!.transformToString()));
  if (!parsed.success) {
    throw new Error(`${uri} is not the spec of a pipeline of this version:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** @throws Error that names the datasets that there are */
export function datasetOf(spec: DeployedSpec, name: string): DeployedDataset {
  const found = spec.datasets.find((dataset) => dataset.name === name);
  if (!found) {
    throw new Error(`There is no dataset ${name}; the pipeline has ${spec.datasets.map((one) => one.name).join(", ")}`);
  }
  return found;
}
