import { strict as assert } from "node:assert";
import { ClusterPause, type ClusterPauseArgs } from "../../../components";
import { itIsAComponent, itRefuses, statementsOf } from "../../support/component";
import { deploy } from "../../support/harness";
import { itIsAServiceRole } from "../../support/service-role";

const args: ClusterPauseArgs = {
  clusterIdentifier: "shop-dev",
  roleName: "shop-dev-scheduler",
  pauseCron: "cron(0 20 ? * MON-FRI *)",
  resumeCron: "cron(0 6 ? * MON-FRI *)",
};
const make = (changed: Partial<ClusterPauseArgs> = {}) => new ClusterPause("shop", { ...args, ...changed });
const scheduledAction = "aws:redshift/scheduledAction:ScheduledAction";

describe("ClusterPause", () => {
  itIsAComponent({
    make: (opts) => new ClusterPause("shop", args, opts),
    type: "s3-to-redshift:warehouse:ClusterPause",
    children: [
      [scheduledAction, "shop-pause"],
      ["aws:iam/rolePolicy:RolePolicy", "shop-policy"],
      [scheduledAction, "shop-resume"],
      ["aws:iam/role:Role", "shop-role"],
    ],
    outputs: ({ roleArn }) => ({ roleArn }),
  });

  itIsAServiceRole({ make, roleName: args.roleName, services: ["scheduler.redshift.amazonaws.com"] });

  it("pauses and resumes the one cluster, each at its time", async () => {
    const { one } = await deploy(() => make());
    const iamRole = "arn:aws:iam::123456789012:role/shop-dev-scheduler";
    assert.deepEqual(one(scheduledAction, "shop-pause").inputs, {
      name: "shop-dev-pause",
      schedule: "cron(0 20 ? * MON-FRI *)",
      iamRole,
      targetAction: { pauseCluster: { clusterIdentifier: "shop-dev" } },
    });
    assert.deepEqual(one(scheduledAction, "shop-resume").inputs, {
      name: "shop-dev-resume",
      schedule: "cron(0 6 ? * MON-FRI *)",
      iamRole,
      targetAction: { resumeCluster: { clusterIdentifier: "shop-dev" } },
    });
  });

  it("may do that with this cluster and nothing else", async () => {
    assert.deepEqual(statementsOf(await deploy(() => make()), "aws:iam/rolePolicy:RolePolicy", "policy"), {
      PauseAndResume: {
        Effect: "Allow",
        Action: ["redshift:PauseCluster", "redshift:ResumeCluster"],
        Resource: ["arn:aws:redshift:eu-west-1:123456789012:cluster:shop-dev"],
      },
    });
  });

  it("waits for the role's policy before anything is scheduled", async () => {
    const { one } = await deploy(() => make());
    assert.ok(one(scheduledAction, "shop-pause").dependencies.some((urn) => urn.endsWith("::shop-policy")));
  });

  itRefuses([
    [
      "a time of five fields",
      () => make({ resumeCron: "cron(0 6 * * ?)" }),
      /^resumeCron: expected .*, got "cron\(0 6 \* \* \?\)"$/,
    ],
  ]);
});
