import {
  CreateNamespaceCommand,
  CreateUsageLimitCommand,
  CreateWorkgroupCommand,
  DeleteUsageLimitCommand,
  DeleteWorkgroupCommand,
  GetUsageLimitCommand,
  ListUsageLimitsCommand,
  UpdateUsageLimitCommand,
} from "@aws-sdk/client-redshift-serverless";
import { strict as assert } from "node:assert";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("usage limits of Redshift Serverless", function () {
  this.timeout(60_000);
  let redshift: LocalRedshift;
  let resourceArn: string;
  const workgroupName = unique("workgroup");

  before(async () => {
    redshift = await localRedshift();
    const namespaceName = unique("namespace");
    await redshift.serverless.send(new CreateNamespaceCommand({ namespaceName }));
    const made = await redshift.serverless.send(new CreateWorkgroupCommand({ workgroupName, namespaceName }));
    resourceArn = made.workgroup!.workgroupArn!;
  });

  const compute = (more: object = {}) => ({
    resourceArn,
    usageType: "serverless-compute" as const,
    amount: 8,
    ...more,
  });

  it("are made, shown, changed and deleted", async () => {
    const { serverless } = redshift;
    const { usageLimit } = await serverless.send(new CreateUsageLimitCommand(compute({ period: "daily" })));
    const { usageLimitId, usageLimitArn, ...rest } = usageLimit!;
    assert.match(usageLimitArn!, /^arn:aws:redshift-serverless:us-east-1:123456789012:usagelimit\/[\w-]+$/);
    assert.deepEqual(rest, { ...compute(), period: "daily", breachAction: "log" });

    await serverless.send(new UpdateUsageLimitCommand({ usageLimitId, amount: 16, breachAction: "deactivate" }));
    const { usageLimit: changed } = await serverless.send(new GetUsageLimitCommand({ usageLimitId }));
    assert.deepEqual([changed!.amount, changed!.breachAction], [16, "deactivate"]);
    const { usageLimits } = await serverless.send(new ListUsageLimitsCommand({ resourceArn }));
    assert.deepEqual(
      usageLimits!.map((limit) => limit.usageLimitId),
      [usageLimitId],
    );

    await serverless.send(new DeleteUsageLimitCommand({ usageLimitId }));
    await assert.rejects(serverless.send(new GetUsageLimitCommand({ usageLimitId })), {
      name: "ResourceNotFoundException",
    });
  });

  it("are refused twice, for nothing, and of no size", async () => {
    const make = (more: object) => redshift.serverless.send(new CreateUsageLimitCommand(compute(more)));
    await make({ period: "weekly" });
    await make({ period: "weekly", breachAction: "emit-metric" });
    await assert.rejects(make({ period: "weekly" }), { name: "ConflictException" });
    await assert.rejects(make({ resourceArn: "arn:aws:x" }), { name: "ResourceNotFoundException" });
    await assert.rejects(make({ amount: 0 }), /amount is 0; a whole number above 0 is accepted/);
    await assert.rejects(make({ period: "yearly" }), /period is "yearly"; daily, weekly, monthly are accepted/);
  });

  it("go with their workgroup", async () => {
    await redshift.serverless.send(new DeleteWorkgroupCommand({ workgroupName }));
    const { usageLimits } = await redshift.serverless.send(new ListUsageLimitsCommand({ resourceArn }));
    assert.deepEqual(usageLimits, []);
  });
});
