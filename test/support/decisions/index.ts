import { arrival } from "./arrival";
import { copy } from "./copy";
import { crawler } from "./crawler";
import type { RoleDecision } from "./decision";
import { job } from "./job";
import { jobOnCluster } from "./job-on-cluster";
import { withKeys } from "./keys";
import { inNetwork } from "./network";
import { pause } from "./pause";

export type { Need, RoleClients, RoleDecision } from "./decision";
export { iamName, roleDocuments, type RoleDocuments, type RoleName } from "./documents";
export { folders, keys, locked, names, place, workgroupArns, workgroupTag } from "./names";
export { services, trustDecisions, trusted, type TrustedRole } from "./trust";

/** What each role is there for, and what is next to it: another prefix, bucket, table, workgroup, and others' duties. */
export const decisions: RoleDecision[] = [
  ...crawler,
  ...job,
  ...jobOnCluster,
  ...copy,
  ...arrival,
  ...pause,
  ...withKeys,
  ...inNetwork,
];
