import { strict as assert } from "node:assert";
import { StartWorkflowRole, type StartWorkflowRoleArgs } from "../../../components";
import { itIsAComponent, statementsOf } from "../../support/component";
import { deploy } from "../../support/harness";
import { itIsAServiceRole } from "../../support/service-role";

const args: StartWorkflowRoleArgs = { roleName: "shop-dev-arrival", workflowName: "shop-dev" };
const make = (changed: Partial<StartWorkflowRoleArgs> = {}) => new StartWorkflowRole("shop", { ...args, ...changed });

describe("StartWorkflowRole", () => {
  itIsAComponent({
    make: (opts) => new StartWorkflowRole("shop", args, opts),
    type: "s3-to-redshift:schedule:StartWorkflowRole",
    children: [
      ["aws:iam/rolePolicy:RolePolicy", "shop-policy"],
      ["aws:iam/role:Role", "shop-role"],
    ],
    outputs: ({ roleArn }) => ({ roleArn }),
  });

  itIsAServiceRole({ make, roleName: args.roleName, services: ["events.amazonaws.com"] });

  it("may notify its one workflow, known at preview", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    assert.deepEqual(statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy"), {
      NotifyWorkflow: {
        Effect: "Allow",
        Action: ["glue:NotifyEvent"],
        Resource: ["arn:aws:glue:eu-west-1:123456789012:workflow/shop-dev"],
      },
    });
  });
});
