import { sqlOnWorkgroup } from "./calls/data-api";
import { deleteWorkflow, notifyEvent, startJobRun, startWorkflowRun } from "./calls/glue";
import { list, read } from "./calls/s3";
import { decisionsOf } from "./decision";
import { names } from "./names";

export const arrival = decisionsOf("arrival", {
  allow: [notifyEvent("its workflow", names.workflow)],
  deny: [
    notifyEvent("another workflow", names.otherWorkflow),
    startWorkflowRun("its workflow", names.workflow),
    deleteWorkflow("its workflow", names.workflow),
    startJobRun(names.job),
    list("the source folder", names.raw, "sales/orders/"),
    read("the file that has arrived", names.raw, "sales/orders/a.csv"),
    sqlOnWorkgroup("the workgroup"),
  ],
});
