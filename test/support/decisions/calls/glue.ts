import {
  BatchCreatePartitionCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DeleteWorkflowCommand,
  GetJobRunCommand,
  GetTableCommand,
  StartJobRunCommand,
  StartWorkflowRunCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-glue";
import type { Act, RoleClients } from "../decision";
import { arn, names } from "../names";

type Glue = RoleClients["glue"];
type TableAction = "GetTable" | "CreateTable" | "UpdateTable" | "DeleteTable" | "BatchCreatePartition";

const TABLE_CALLS: Record<TableAction, (glue: Glue, DatabaseName: string) => Promise<unknown>> = {
  GetTable: (glue, DatabaseName) => glue.send(new GetTableCommand({ DatabaseName, Name: "orders" })),
  CreateTable: (glue, DatabaseName) =>
    glue.send(new CreateTableCommand({ DatabaseName, TableInput: { Name: "orders" } })),
  UpdateTable: (glue, DatabaseName) =>
    glue.send(new UpdateTableCommand({ DatabaseName, TableInput: { Name: "orders" } })),
  DeleteTable: (glue, DatabaseName) => glue.send(new DeleteTableCommand({ DatabaseName, Name: "orders" })),
  BatchCreatePartition: (glue, DatabaseName) => {
    const PartitionInputList = [{ Values: ["2024"] }];
    return glue.send(new BatchCreatePartitionCommand({ DatabaseName, TableName: "orders", PartitionInputList }));
  },
};

export const table = (action: TableAction, database = names.database): Act => ({
  ...{ what: `${action} in ${database}`, action: `glue:${action}`, resource: arn("glue", `table/${database}/orders`) },
  call: ({ glue }) => TABLE_CALLS[action](glue, database),
});

const jobAct = (action: string, job: string) => ({
  ...{ what: `${action} of ${job}`, action: `glue:${action}`, resource: arn("glue", `job/${job}`) },
});

export const getJobRun = (JobName: string): Act => ({
  ...jobAct("GetJobRun", JobName),
  call: ({ glue }) => glue.send(new GetJobRunCommand({ JobName, RunId: "jr_0" })),
});

export const startJobRun = (JobName: string): Act => ({
  ...jobAct("StartJobRun", JobName),
  call: ({ glue }) => glue.send(new StartJobRunCommand({ JobName })),
});

const workflowAct = (what: string, action: string, workflow: string) => ({
  ...{ what, action: `glue:${action}`, resource: arn("glue", `workflow/${workflow}`) },
});

/** No SDK has the call: EventBridge makes it. */
export const notifyEvent = (what: string, workflow: string): Act => ({
  ...workflowAct(`notify ${what}`, "notifyEvent", workflow),
  call: ({ notify }) => notify(workflow),
});

export const startWorkflowRun = (what: string, Name: string): Act => ({
  ...workflowAct(`start ${what} itself`, "StartWorkflowRun", Name),
  call: ({ glue }) => glue.send(new StartWorkflowRunCommand({ Name })),
});

export const deleteWorkflow = (what: string, Name: string): Act => ({
  ...workflowAct(`delete ${what}`, "DeleteWorkflow", Name),
  call: ({ glue }) => glue.send(new DeleteWorkflowCommand({ Name })),
});
