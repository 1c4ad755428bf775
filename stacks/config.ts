import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { DatasetArgs, S3ToRedshiftPipelineArgs } from "../components";
import { jobSizeSchema } from "../components/job/size";
import { metricsNamespace } from "../components/job/spec";
import {
  datasetsSchema,
  lineageSchema,
  namePrefixSchema,
  retentionSchema,
  sourcePrefixSchema,
} from "../components/pipeline-schema";
import { joinPath, matching, problemsOf, strict } from "../components/validation";
import { serverlessShape } from "../components/warehouse/serverless";

/** The key `s3-to-redshift:pipeline` of a stack's configuration: the pipeline's name and its arguments. */
export const pipelineSchema = strict({
  name: matching(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and -, the first a letter"),
  namePrefix: namePrefixSchema.optional(),
  source: strict({ bucketName: z.string().optional(), prefix: sourcePrefixSchema }),
  datasets: datasetsSchema,
  job: jobSizeSchema.optional(),
  warehouse: strict({
    serverless: strict({
      ...serverlessShape,
      subnetIds: z.array(z.string()).optional(),
      securityGroupIds: z.array(z.string()).optional(),
    }).optional(),
  }).optional(),
  retention: retentionSchema.optional(),
  metricsNamespace: metricsNamespace.optional(),
  lineage: lineageSchema.optional(),
  kmsKeyArn: z.string().optional(),
  sourceAccountCondition: z.boolean().optional(),
  protectData: z.boolean().optional(),
  forceDestroy: z.boolean().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** The configured pipeline. */
export interface PipelineConfig {
  name: string;
  args: S3ToRedshiftPipelineArgs;
}

/**
 * The pipeline that the stack's configuration asks for.
 * @throws RunError that names every wrong key or value by file and place
 */
export function pipelineConfig(): PipelineConfig {
  const value = new pulumi.Config().getObject("pipeline");
  const problems = problemsOf(pipelineSchema, value);
  if (problems.length > 0) {
    const place = `Pulumi.${pulumi.getStack()}.yaml: ${pulumi.getProject()}:pipeline`;
    throw new pulumi.RunError(problems.map(({ path, text }) => `${joinPath(place, path)}: ${text}`).join("\n"));
  }
  const { name, datasets, ...args } = pipelineSchema.parse(value);
  return { name, args: { ...args, datasets: datasets.map(withScriptOfProject) } };
}

/** The engine runs the program in stacks/; in the project's files a path starts at the project's folder. */
const withScriptOfProject = ({ transform, ...dataset }: z.infer<typeof datasetsSchema>[number]): DatasetArgs => ({
  ...dataset,
  transform: transform?.script ? { ...transform, script: path.resolve(__dirname, "..", transform.script) } : transform,
});
