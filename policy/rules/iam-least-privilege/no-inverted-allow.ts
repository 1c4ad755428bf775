import type { StatementRule } from "../rule";

/** What is left out by name today leaves in all that comes tomorrow. */
export const noInvertedAllow: StatementRule = {
  name: "no-inverted-allow",
  severity: "high",
  title: "An Allow statement has no NotAction, NotResource or NotPrincipal",
  rationale: "It allows everything but what it names, and with it every action and resource that is new.",
  remedy: "Write Action, Resource and Principal with what is meant; to take something away, add a Deny statement.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  documents: ["identity", "trust", "resource", "endpoint"],

  check({ effect, notActions, notResources, notPrincipals }) {
    if (effect !== "Allow") return [];
    return [
      ...(notActions.length > 0 ? [`allows every action but ${notActions.join(", ")}`] : []),
      ...(notResources.length > 0 ? [`allows on every resource but ${notResources.join(", ")}`] : []),
      ...(notPrincipals ? [`allows everybody but ${Object.values(notPrincipals).flat().join(", ")}`] : []),
    ];
  },
};
