import { serverlessLimits } from "../../../../policy/rules/reliability-and-cost/serverless-limits";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const workgroup = (maxCapacity?: unknown, name = "workgroup") =>
  resource("aws:redshiftserverless/workgroup:Workgroup", { maxCapacity }, { name });
const limit = (usageType = "serverless-compute", of = workgroup()) =>
  resource("aws:redshiftserverless/usageLimit:UsageLimit", { usageType }, { name: "limit", from: { resourceArn: of } });

const capacity = (got: unknown, most = 512) => `workgroup: maxCapacity: expected at most ${most}, got ${got}`;
const noLimit = "workgroup: has no redshiftserverless.UsageLimit";

describe("serverless-limits", () => {
  inOurOwn(serverlessLimits);

  stackFindings(serverlessLimits, {
    "a workgroup without either is found twice": [[workgroup()], [capacity("none"), noLimit]],
    "with both it is fine": [[workgroup(128), limit()], []],
    "up to the highest capacity": [[workgroup(512), limit()], []],
    "beyond, it is found": [[workgroup(520), limit()], [capacity(520)]],
    "without a limit of usage, too": [[workgroup(128)], [noLimit]],
    "that of another workgroup does not count": [
      [workgroup(128), limit("serverless-compute", workgroup(128, "other"))],
      [noLimit],
    ],
    "nor one that only comes from it": [
      [
        workgroup(128),
        resource(
          "aws:redshiftserverless/usageLimit:UsageLimit",
          { resourceArn: "arn:of-another", usageType: "serverless-compute" },
          { from: { amount: workgroup() } },
        ),
      ],
      [noLimit],
    ],
    "one that has its ARN in plain text does": [
      [
        resource(
          "aws:redshiftserverless/workgroup:Workgroup",
          { maxCapacity: 128, arn: "arn:of-it" },
          { name: "workgroup" },
        ),
        resource("aws:redshiftserverless/usageLimit:UsageLimit", { resourceArn: "arn:of-it" }),
      ],
      [],
    ],
    "nor does one of data that is shared": [[workgroup(128), limit("cross-region-datasharing")], [noLimit]],
    "a stack without workgroups is fine": [[], []],
  });

  describe("by the setting", () => {
    stackFindings(serverlessLimits, {
      "more capacity is fine": [[workgroup(1024), limit()], [], { maxCapacity: 1024 }],
      "less is asked for": [[workgroup(128), limit()], [capacity(128, 64)], { maxCapacity: 64 }],
    });
  });

  unverifiable(serverlessLimits, {
    "a capacity that is unknown at preview is noted": [[workgroup(UNKNOWN), limit()], ["workgroup.maxCapacity"]],
    "and the limit is asked for": [[workgroup(UNKNOWN)], ["workgroup.maxCapacity"], [noLimit]],
  });
});
