import { randomUUID } from "node:crypto";
import { AwsError, type Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { existing as existingCluster } from "./cluster";
import { type Input, invalid, read } from "./input";
import { isTagged, pageOf, tagList } from "./pages";
import type { UsageLimit } from "./registry";

const FEATURES: Record<string, string> = {
  spectrum: "data-scanned",
  "concurrency-scaling": "time",
  "cross-region-datasharing": "data-scanned",
};
const PERIODS = ["daily", "weekly", "monthly"];
const BREACHES = ["log", "emit-metric", "disable"];
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * Limits on features that do not exist here, so that none is ever reached.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-usage-limits.html
 */
export function usageLimitActions(deps: WarehouseDeps): Record<string, Handler> {
  const { usageLimits } = deps.warehouse.clusters;
  const existing = (input: Input): UsageLimit => {
    const id = input.required("UsageLimitId");
    const limit = usageLimits.get(id);
    if (!limit) throw new AwsError("UsageLimitNotFound", `The usage limit ${id} doesn't exist.`, 404);
    return limit;
  };

  return {
    async CreateUsageLimit(request) {
      const input = read(request, [
        ...["ClusterIdentifier", "FeatureType", "LimitType", "Amount", "Period", "BreachAction", "Tags"],
      ]);
      const { name } = existingCluster(deps, input);
      const featureType = input.oneOf("FeatureType", Object.keys(FEATURES)) ?? input.required("FeatureType");
      const limitType = input.required("LimitType");
      if (limitType !== FEATURES[featureType])
        throw new AwsError("InvalidUsageLimit", `${featureType} is limited by ${FEATURES[featureType]}.`);
      const amount = input.number("Amount", 1, MOST);
      if (amount === undefined) throw invalid("Amount is missing");
      const period = input.oneOf("Period", PERIODS) ?? "monthly";
      const twin = [...usageLimits.values()].find(
        (it) => it.clusterIdentifier === name && it.featureType === featureType && it.period === period,
      );
      if (twin) throw new AwsError("UsageLimitAlreadyExists", `The usage limit ${twin.id} is of the same kind.`);
      const id = randomUUID();
      const limit: UsageLimit = {
        ...{ id, clusterIdentifier: name, featureType, limitType, amount, period, tags: input.tags() },
        breachAction: input.oneOf("BreachAction", BREACHES) ?? "log",
        arn: `arn:aws:redshift:${deps.region}:${deps.accountId}:usagelimit:${id}`,
      };
      usageLimits.set(id, limit);
      return shown(limit);
    },

    async DescribeUsageLimits(request) {
      const input = read(request, [
        ...["UsageLimitId", "ClusterIdentifier", "FeatureType", "MaxRecords", "Marker", "TagKeys", "TagValues"],
      ]);
      const [id, cluster, feature] = ["UsageLimitId", "ClusterIdentifier", "FeatureType"].map((it) => input.text(it));
      const all = [...usageLimits.values()].filter(
        (it) =>
          (id === undefined || it.id === id) &&
          (cluster === undefined || it.clusterIdentifier === cluster) &&
          (feature === undefined || it.featureType === feature) &&
          isTagged(it.tags, input),
      );
      const { items, Marker } = pageOf(all, input);
      return { UsageLimits: { member: items.map(shown) }, Marker };
    },

    async ModifyUsageLimit(request) {
      const input = read(request, ["UsageLimitId", "Amount", "BreachAction"]);
      const limit = existing(input);
      limit.amount = input.number("Amount", 1, MOST) ?? limit.amount;
      limit.breachAction = input.oneOf("BreachAction", BREACHES) ?? limit.breachAction;
      return shown(limit);
    },

    async DeleteUsageLimit(request) {
      usageLimits.delete(existing(read(request, ["UsageLimitId"])).id);
      return {};
    },
  };
}

const shown = (limit: UsageLimit) => ({
  UsageLimitId: limit.id,
  ClusterIdentifier: limit.clusterIdentifier,
  FeatureType: limit.featureType,
  LimitType: limit.limitType,
  Amount: limit.amount,
  Period: limit.period,
  BreachAction: limit.breachAction,
  Tags: tagList(limit.tags),
});
