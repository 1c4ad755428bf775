import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { matching } from "../validation";
import { javaOptions } from "./java-options";
import type { JobPlaceArgs } from "./place";
import { ExecutionClass, type JobSizeArgs, WorkerType } from "./size";

/** What makes one job differ from another. */
interface Duty {
  jobName: string;
  description: string;
  roleArn: pulumi.Input<string>;
  scriptUri: pulumi.Input<string>;
  arguments: pulumi.Input<Record<string, pulumi.Input<string>>>;
  size: JobSizeArgs;
}

export const jobNameSchema = matching(/^[^\s/]{1,255}$/, "1 to 255 characters without blank and slash");

/** Creates the Glue job `NAME-job` as a child of `parent`. */
export function glueJob(parent: pulumi.Resource, name: string, place: JobPlaceArgs, duty: Duty): glue.Job {
  const { size } = duty;
  return new glue.Job(
    `${name}-job`,
    {
      name: duty.jobName,
      description: duty.description,
      roleArn: duty.roleArn,
      glueVersion: "5.1",
      command: { name: "glueetl", pythonVersion: "3", scriptLocation: duty.scriptUri },
      workerType: size.workerType ?? WorkerType.G1X,
      numberOfWorkers: size.numberOfWorkers ?? 2,
      executionClass: size.executionClass ?? ExecutionClass.Standard,
      timeout: size.timeoutMinutes ?? 60,
      maxRetries: size.maxRetries ?? 0,
      connections: place.connectionNames,
      securityConfiguration: place.securityConfigurationName,
      // Two runs at once would want to load the same new files.
      executionProperty: { maxConcurrentRuns: 1 },
      defaultArguments: pulumi.output(duty.arguments).apply((given) => ({
        ...given,
        // What was loaded is in the warehouse's own ledger, in one transaction with the rows.
        "--job-bookmark-option": "job-bookmark-disable",
        // The number of workers is a ceiling: what has nothing to do is not paid for.
        "--enable-auto-scaling": "true",
        "--conf": javaOptions,
        ...(place.logGroupPrefix !== undefined && { "--custom-logGroup-prefix": place.logGroupPrefix }),
      })),
      tags: place.tags,
    },
    { parent },
  );
}
