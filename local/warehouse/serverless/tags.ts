import { AwsError, type AwsRequest, type Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { tags } from "./input";

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_TagResource.html */
export function tagActions({ warehouse: { registry } }: WarehouseDeps): Record<string, Handler> {
  const tagsOf = ({ input }: AwsRequest): Map<string, string> => {
    const found =
      [...registry.namespaces.values()].find(({ arn }) => arn === input.resourceArn) ??
      [...registry.workgroups.values()].find(({ workgroupArn }) => workgroupArn === input.resourceArn);
    if (!found)
      throw new AwsError("ResourceNotFoundException", `The resource ${String(input.resourceArn)} doesn't exist.`);
    return found.tags;
  };

  return {
    async ListTagsForResource(request) {
      return { tags: [...tagsOf(request)].map(([key, value]) => ({ key, value })) };
    },

    async TagResource(request) {
      const existing = tagsOf(request);
      for (const [key, value] of tags(request.input.tags)) existing.set(key, value);
      return {};
    },

    async UntagResource(request) {
      const existing = tagsOf(request);
      for (const key of (request.input.tagKeys as string[] | undefined) ?? []) existing.delete(key);
      return {};
    },
  };
}
