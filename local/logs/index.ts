import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { motoClient } from "../moto-client";
import { otherNeeds } from "../access/others";
import type { Rights } from "../access/rights";
import type { EmulatedService } from "../gateway/service";
import { LogGroupKeys } from "./keys";

export interface LogsOptions {
  motoUrl: string;
  region: string;
  accountId: string;
  rights: Rights;
}

/** CloudWatch Logs: moto's, but for the keys of its groups. */
export function createLogs(options: LogsOptions): EmulatedService {
  const { motoUrl, region } = options;
  const moto = new CloudWatchLogsClient(motoClient(motoUrl, region));
  const keys = new LogGroupKeys(moto, options, options.rights);
  return {
    id: "logs",
    actions: keys.actions,
    needs: async ({ action, input }) => {
      const needs = otherNeeds(`logs:${action}`, input, options);
      return needs && [...needs, ...(await keys.needs(action, input))];
    },
    fallsThroughToMoto: ({ action, input }) =>
      !Object.hasOwn(keys.actions, action) || (action === "CreateLogGroup" && input.kmsKeyId === undefined),
    heed: ({ action, input }) => {
      if (action === "DeleteLogGroup") keys.forget(String(input.logGroupName));
    },
    async close() {
      moto.destroy();
    },
  };
}
