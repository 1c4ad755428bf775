import type { Job, JobUpdate } from "@aws-sdk/client-glue";
import { invalidInput, text } from "../input";
import { maxCapacity, WORKER_TYPES } from "./capacity";

const LONGEST_TIMEOUT = 10_080;

/**
 * A job as CreateJob and UpdateJob lay it down, with AWS's defaults; UpdateJob replaces all of it.
 * @throws InvalidInputException.
 */
export function jobOf(name: string, given: JobUpdate, createdOn = new Date()): Job {
  const { Command = {}, GlueVersion = "5.1", WorkerType, NumberOfWorkers, Timeout, MaxCapacity, Role, ...rest } = given;
  text({ Role }, "Role");
  if (Command.Name !== "glueetl") throw notEmulated("Command.Name", Command.Name, '"glueetl"');
  if (!/^s3:\/\/[^/]+\/.+/.test(Command.ScriptLocation ?? "")) {
    throw invalidInput(`Command.ScriptLocation ${JSON.stringify(Command.ScriptLocation)} is not of the form s3://BUCKET/KEY`);
  }
  if (!/^5\.\d$/.test(GlueVersion)) throw notEmulated("GlueVersion", GlueVersion, '"5.0" and "5.1", which are Spark 3.5 on Python 3.11');
  checkCapacity(given);
  const capacity = MaxCapacity ?? maxCapacity(WorkerType, NumberOfWorkers);
  return {
    ...rest,
    Name: name,
    JobMode: rest.JobMode ?? "SCRIPT",
    Role,
    CreatedOn: createdOn,
    LastModifiedOn: new Date(),
    ExecutionProperty: { MaxConcurrentRuns: rest.ExecutionProperty?.MaxConcurrentRuns ?? 1 },
    Command: { ...Command, PythonVersion: Command.PythonVersion ?? "3" },
    MaxRetries: rest.MaxRetries ?? 0,
    Timeout: Timeout ?? 480,
    GlueVersion,
    WorkerType,
    NumberOfWorkers,
    MaxCapacity: capacity,
    AllocatedCapacity: Math.ceil(capacity),
  };
}

/** The part of a definition that StartJobRun may override. @throws InvalidInputException. */
export function checkCapacity({ WorkerType, NumberOfWorkers, MaxCapacity, Timeout }: JobUpdate): void {
  if (WorkerType && !WORKER_TYPES.includes(WorkerType)) throw notEmulated("WorkerType", WorkerType, WORKER_TYPES.join(", "));
  if (MaxCapacity !== undefined && (WorkerType || NumberOfWorkers)) {
    throw invalidInput("MaxCapacity cannot be set together with WorkerType or NumberOfWorkers");
  }
  if (NumberOfWorkers !== undefined && NumberOfWorkers < 2) {
    throw invalidInput(`NumberOfWorkers is ${NumberOfWorkers}; a Spark job takes at least 2`);
  }
  if (Timeout !== undefined && !(Timeout >= 1 && Timeout <= LONGEST_TIMEOUT)) {
    throw invalidInput(`Timeout is ${Timeout}; it takes minutes from 1 to ${LONGEST_TIMEOUT}`);
  }
}

function notEmulated(field: string, value: unknown, accepted: string): Error {
  return invalidInput(
    `${field} ${JSON.stringify(value)} of a job is not emulated on the local AWS: it takes ${accepted} (docs/local.md lists what is)`,
  );
}
