import { randomUUID } from "node:crypto";
import { AwsError, type AwsRequest, type Handler } from "../../gateway/service";
import { page } from "../data/pages";
import type { WarehouseDeps } from "../deps";
import { invalid, refuseUnknown, text } from "./input";
import type { UsageLimit } from "./registry";

const USAGE_TYPES = ["serverless-compute", "cross-region-datasharing"];
const PERIODS = ["daily", "weekly", "monthly"];
const BREACH_ACTIONS = ["log", "emit-metric", "deactivate"];

/**
 * Limits of what a workgroup may use. What it uses is not measured here, so that none is ever reached.
 *
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateUsageLimit.html
 */
export function usageLimitActions({ warehouse: { registry }, region, accountId }: WarehouseDeps) {
  const limits = registry.usageLimits;
  const existing = ({ input }: AwsRequest): UsageLimit => {
    const limit = limits.get(String(input.usageLimitId));
    if (!limit) throw notFound(`The usage limit ${String(input.usageLimitId)} doesn't exist.`);
    return limit;
  };

  return {
    async CreateUsageLimit({ input }) {
      refuseUnknown(input, ["resourceArn", "usageType", "amount", "period", "breachAction"]);
      const resourceArn = text(input, "resourceArn") ?? "";
      if (!registry.workgroup(resourceArn)) throw notFound(`The resource ${resourceArn} doesn't exist.`);
      const usageLimitId = randomUUID();
      const limit: UsageLimit = {
        usageLimitId,
        usageLimitArn: `arn:aws:redshift-serverless:${region}:${accountId}:usagelimit/${usageLimitId}`,
        resourceArn,
        usageType: oneOf(input, "usageType", USAGE_TYPES),
        amount: amountOf(input),
        period: oneOf(input, "period", PERIODS, "monthly"),
        breachAction: oneOf(input, "breachAction", BREACH_ACTIONS, "log"),
      };
      const kind = (it: UsageLimit) => [it.resourceArn, it.usageType, it.period, it.breachAction].join(" ");
      if ([...limits.values()].some((other) => kind(other) === kind(limit)))
        throw new AwsError("ConflictException", `The resource ${resourceArn} already has such a usage limit.`);
      limits.set(usageLimitId, limit);
      return { usageLimit: limit };
    },

    async GetUsageLimit(request) {
      return { usageLimit: existing(request) };
    },

    async ListUsageLimits({ input }) {
      const all = [...limits.values()].filter(
        ({ resourceArn, usageType }) =>
          [undefined, resourceArn].includes(text(input, "resourceArn")) &&
          [undefined, usageType].includes(text(input, "usageType")),
      );
      const { items, NextToken } = page(all, input.nextToken, Number(input.maxResults ?? 100));
      return { usageLimits: items, nextToken: NextToken };
    },

    async UpdateUsageLimit(request) {
      refuseUnknown(request.input, ["usageLimitId", "amount", "breachAction"]);
      const limit = existing(request);
      if (request.input.amount !== undefined) limit.amount = amountOf(request.input);
      limit.breachAction = oneOf(request.input, "breachAction", BREACH_ACTIONS, limit.breachAction);
      return { usageLimit: limit };
    },

    async DeleteUsageLimit(request) {
      const usageLimit = existing(request);
      limits.delete(usageLimit.usageLimitId);
      return { usageLimit };
    },
  } satisfies Record<string, Handler>;
}

const notFound = (message: string) => new AwsError("ResourceNotFoundException", message);

function oneOf(input: Record<string, unknown>, field: string, accepted: string[], usual?: string): string {
  const value = text(input, field) ?? usual;
  if (value === undefined || !accepted.includes(value))
    throw invalid(`${field} is ${JSON.stringify(value)}; ${accepted.join(", ")} are accepted`);
  return value;
}

function amountOf({ amount }: Record<string, unknown>): number {
  if (!Number.isInteger(amount) || (amount as number) < 1)
    throw invalid(`amount is ${JSON.stringify(amount)}; a whole number above 0 is accepted`);
  return amount as number;
}
