import * as pulumi from "@pulumi/pulumi";
import { PipelineMonitoring } from "./monitoring/pipeline-monitoring";
import type { physicalNames } from "./names";
import type { S3ToRedshiftPipelineArgs } from "./pipeline-args";
import type { NormalisedPipeline } from "./pipeline-normalise";
import { LoadSchedule } from "./schedule/load-schedule";

/** Of a pipeline, what is to be started and watched. */
interface Parts {
  sourceBucketName: pulumi.Output<string>;
  databaseName: pulumi.Output<string>;
  crawlerName: pulumi.Output<string>;
  jobName: pulumi.Output<string>;
  maintenanceJobName?: pulumi.Output<string>;
  workgroupName?: pulumi.Output<string>;
  clusterIdentifier?: pulumi.Output<string>;
}

/** Makes the workflow, if there is a schedule. @returns its name */
export function pipelineSchedule(
  name: string,
  { schedule, sourceAccountCondition }: S3ToRedshiftPipelineArgs,
  { datasets, tags }: NormalisedPipeline,
  names: ReturnType<typeof physicalNames>,
  { crawlerName, jobName, maintenanceJobName, sourceBucketName }: Parts,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Output<string> | undefined {
  if (!schedule) return undefined;
  const { onArrival, ...how } = schedule;
  const arrival = onArrival && {
    ...onArrival,
    bucketName: sourceBucketName,
    prefixes: datasets.map(({ prefix }) => prefix),
    roleName: names.arrivalRole,
    sourceAccountCondition,
  };
  const what = { workflowName: names.workflow, crawlerName, jobName, maintenanceJobName };
  return new LoadSchedule(name, { ...how, ...what, onArrival: arrival, tags }, opts).workflowName;
}

/** Makes topic, events, alarms and dashboard, if there is monitoring. */
export function pipelineMonitoring(
  name: string,
  { monitoring }: S3ToRedshiftPipelineArgs,
  { prefix, datasets, metricsNamespace, tags }: NormalisedPipeline,
  kmsKeyArn: pulumi.Input<string> | undefined,
  { jobName, maintenanceJobName, crawlerName, databaseName, workgroupName, clusterIdentifier }: Parts,
  opts: pulumi.ComponentResourceOptions,
): PipelineMonitoring | undefined {
  if (!monitoring) return undefined;
  return new PipelineMonitoring(
    name,
    {
      ...monitoring,
      namePrefix: prefix,
      jobNames: maintenanceJobName ? [jobName, maintenanceJobName] : [jobName],
      ...{ crawlerName, databaseName, workgroupName, clusterIdentifier },
      metricsNamespace,
      pipelineName: prefix,
      datasets: datasets.map((dataset) => dataset.name),
      kmsKeyArn,
      tags,
    },
    opts,
  );
}
