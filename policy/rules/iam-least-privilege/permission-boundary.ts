import { z } from "zod";
import type { ResourceRule } from "../rule";

const settings = z.object({
  boundary: z
    .string()
    .optional()
    .describe("ARN of the permission boundary that every role must have; none when left out."),
});

/** In accounts that give teams a boundary, no role goes without. */
export const permissionBoundary: ResourceRule = {
  name: "permission-boundary",
  severity: "high",
  title: "Every role has the permission boundary that is configured",
  rationale: "The boundary is what keeps roles that a team makes within what the team may do itself.",
  remedy: "Set permissionsBoundary of the role to the configured ARN.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  settings,

  resources: {
    "aws:iam/role:Role": ({ props }, given) => {
      const { boundary } = settings.parse(given);
      if (boundary === undefined || props.permissionsBoundary === boundary) return [];
      const found = props.permissionsBoundary === undefined ? "none" : JSON.stringify(props.permissionsBoundary);
      return [`permissionsBoundary: expected ${boundary}, got ${found}`];
    },
  },
};
