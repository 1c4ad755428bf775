import { z } from "zod";
import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";

const settings = z.object({
  required: z.boolean().default(false).describe("Whether resources with data must be protected in this stack."),
});

const protectedIfRequired = ({ isProtected }: Resource, given: Record<string, unknown>): string[] =>
  settings.parse(given).required && !isProtected ? ["protect: expected true, as this stack asks for it"] : [];

/** For the stacks that ask for it: what holds data is not deleted by a slip. */
export const dataProtected: ResourceRule = {
  name: "data-protected",
  severity: "high",
  title: "Warehouse and buckets are protected in stacks that ask for it",
  rationale: "A renamed component, or a destroy in the wrong terminal, deletes every table.",
  remedy:
    "Set the resource option protect (protectData of S3ToRedshiftPipeline), or required: false in this rule's configuration.",
  link: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  settings,

  resources: {
    "aws:redshiftserverless/namespace:Namespace": protectedIfRequired,
    "aws:redshift/cluster:Cluster": protectedIfRequired,
    "aws:s3/bucket:Bucket": protectedIfRequired,
    "aws:s3/bucketV2:BucketV2": protectedIfRequired,
  },
};
