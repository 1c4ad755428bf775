import { GlueClient } from "@aws-sdk/client-glue";
import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import { type ClientSettings, clientSettings } from "../../clients";
import { environmentOf } from "../../stack";
import { type PipelineOutputs, readStackOutputs } from "../outputs";
import { type DeployedSpec, readDeployedSpec } from "../spec";

/** What the commands on quarantine work with. */
export interface DeployedPipeline {
  outputs: PipelineOutputs;
  spec: DeployedSpec;
  settings: ClientSettings;
  s3: S3Client;
  glue: GlueClient;
  data: RedshiftDataClient;
}

/** @throws Error when the stack is not deployed; the message says what to run first */
export async function openPipeline(stack: string): Promise<DeployedPipeline> {
  const env = await environmentOf(stack);
  const { pipeline: outputs, region } = await readStackOutputs(stack, env);
  const settings = clientSettings(region, env);
  const glue = new GlueClient(settings);
  const s3 = new S3Client(settings);
  const spec = await readDeployedSpec(glue, s3, outputs.jobName);
  return { outputs, spec, settings, s3, glue, data: new RedshiftDataClient(settings) };
}
