import { AwsError, type Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { type Input, read } from "./input";
import { isTagged, pageOf } from "./pages";
import type { Tagged } from "./registry";

/** @see https://docs.aws.amazon.com/redshift/latest/mgmt/amazon-redshift-tagging.html */
export function tagActions({ warehouse: { clusters } }: WarehouseDeps): Record<string, Handler> {
  const existing = (input: Input): Tagged => {
    const arn = input.required("ResourceName");
    const found = clusters.tagged().find((it) => it.arn === arn);
    if (!found) throw new AwsError("ResourceNotFoundFault", `The resource ${arn} doesn't exist.`, 404);
    return found;
  };

  return {
    async CreateTags(request) {
      const input = read(request, ["ResourceName", "Tags"]);
      const { tags } = existing(input);
      for (const [key, value] of input.tags()) tags.set(key, value);
      return {};
    },

    async DeleteTags(request) {
      const input = read(request, ["ResourceName", "TagKeys"]);
      const { tags } = existing(input);
      for (const key of input.texts("TagKeys") ?? []) tags.delete(key);
      return {};
    },

    async DescribeTags(request) {
      const input = read(request, [
        ...["ResourceName", "ResourceType", "MaxRecords", "Marker", "TagKeys", "TagValues"],
      ]);
      const type = input.text("ResourceType")?.toLowerCase();
      const all = (input.text("ResourceName") ? [existing(input)] : clusters.tagged())
        .filter((it) => (type === undefined || typeOf(it) === type) && isTagged(it.tags, input))
        .flatMap((it) => [...it.tags].map(([Key, Value]) => ({ Tag: { Key, Value }, ...resource(it) })));
      const { items, Marker } = pageOf(all, input);
      return { TaggedResources: { TaggedResource: items }, Marker };
    },
  };
}

const typeOf = ({ arn }: Tagged) => arn.split(":")[5];
const resource = (tagged: Tagged) => ({ ResourceName: tagged.arn, ResourceType: typeOf(tagged) });
