import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeResourcePoliciesCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { randomUUID } from "node:crypto";
import { parseDocument } from "../../../policy/iam/document";
import type { TargetKind } from "./kind";

/** CloudWatch log groups: each event is a stream of its own, in which the event is one line. */
export function logGroup(logs: CloudWatchLogsClient): TargetKind {
  const arnOf = (arn = "") => arn.replace(/:\*$/, "");
  return {
    service: "logs",
    action: "PutLogEvents",
    lets: "policy",
    tellsRule: true,
    isArn: (arn) => /^arn:[^:]+:logs:[^:]+:\d+:log-group:.+$/.test(arn),
    needs: ({ Arn }) =>
      ["CreateLogStream", "PutLogEvents"].map((action) => ({
        action: `logs:${action}`,
        resources: [`${arnOf(Arn)}:log-stream:events`],
      })),
    policies: async () => {
      const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({}));
      return resourcePolicies.map(({ policyDocument }) => parseDocument(policyDocument));
    },
    async send({ Arn }, message) {
      const name = { logGroupName: arnOf(Arn).split(":log-group:")[1], logStreamName: randomUUID() };
      await logs.send(new CreateLogStreamCommand(name));
      await logs.send(new PutLogEventsCommand({ ...name, logEvents: [{ timestamp: Date.now(), message }] }));
    },
  };
}
