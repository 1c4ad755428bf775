import { jobsWithinTheirSpec } from "./jobs-within-their-spec";
import { noAwsManagedPolicies } from "./no-aws-managed-policies";
import { noInlineUserPolicies } from "./no-inline-user-policies";
import { noInvertedAllow } from "./no-inverted-allow";
import { noOpenTrust } from "./no-open-trust";
import { noPrivilegeEscalation } from "./no-privilege-escalation";
import { noServiceWideActions } from "./no-service-wide-actions";
import { noWildcardResources } from "./no-wildcard-resources";
import { oneRoleOneDuty } from "./one-role-one-duty";
import { permissionBoundary } from "./permission-boundary";
import { requiredConditions } from "./required-conditions";
import { rolesInUse } from "./roles-in-use";
import { validDocuments } from "./valid-documents";
import { verifiableDocuments } from "./verifiable-documents";
import type { Rule } from "../rule";

/** IAM roles and resource policies grant what is needed and no more. */
export const iamLeastPrivilege: Rule[] = [
  verifiableDocuments,
  validDocuments,
  noServiceWideActions,
  noWildcardResources,
  noInvertedAllow,
  requiredConditions,
  noPrivilegeEscalation,
  noOpenTrust,
  noAwsManagedPolicies,
  noInlineUserPolicies,
  permissionBoundary,
  rolesInUse,
  oneRoleOneDuty,
  jobsWithinTheirSpec,
];
