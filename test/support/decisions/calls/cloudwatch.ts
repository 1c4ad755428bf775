import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Act } from "../decision";
import { arn } from "../names";

export const logGroup = (logGroupName: string): Act => ({
  ...{ what: `make the log group ${logGroupName}`, action: "logs:CreateLogGroup" },
  resource: arn("logs", `log-group:${logGroupName}`),
  call: ({ logs }) => logs.send(new CreateLogGroupCommand({ logGroupName })),
});

export const metrics = (Namespace: string): Act => ({
  ...{ what: `put metrics into ${Namespace}`, action: "cloudwatch:PutMetricData", resource: "*" },
  context: { "cloudwatch:namespace": Namespace },
  call: ({ query }) =>
    query("monitoring", {
      ...{ Action: "PutMetricData", Version: "2010-08-01", Namespace },
      ...{ "MetricData.member.1.MetricName": "rows", "MetricData.member.1.Value": "1" },
    }),
});
