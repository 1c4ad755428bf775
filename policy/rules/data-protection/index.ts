import { bucketsEncrypted } from "./buckets-encrypted";
import { bucketsNotPublic } from "./buckets-not-public";
import { bucketsTlsOnly } from "./buckets-tls-only";
import { catalogEncrypted } from "./catalog-encrypted";
import { glueSecurityConfiguration } from "./glue-security-configuration";
import { logRetention } from "./log-retention";
import { noPlainSecrets } from "./no-plain-secrets";
import { redshiftAuditLogs } from "./redshift-audit-logs";
import { redshiftEncrypted } from "./redshift-encrypted";
import { redshiftEnhancedRouting } from "./redshift-enhanced-routing";
import { redshiftNotPublic } from "./redshift-not-public";
import { redshiftRequiresSsl } from "./redshift-requires-ssl";
import type { Rule } from "../rule";

/** Data is encrypted, at rest and on its way, closed to the public, and what is done with it is logged. */
export const dataProtection: Rule[] = [
  bucketsEncrypted,
  bucketsTlsOnly,
  bucketsNotPublic,
  catalogEncrypted,
  glueSecurityConfiguration,
  noPlainSecrets,
  redshiftNotPublic,
  redshiftEncrypted,
  redshiftRequiresSsl,
  redshiftEnhancedRouting,
  redshiftAuditLogs,
  logRetention,
];
