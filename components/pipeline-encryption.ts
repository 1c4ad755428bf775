import type * as pulumi from "@pulumi/pulumi";
import { PipelineKey } from "./encryption/key";
import { encryptedLogGroups, GlueSecurityConfiguration } from "./encryption/security-configuration";
import { type LogSourceArgs, logGroupNames } from "./monitoring/log-groups";
import type { physicalNames } from "./names";
import type { S3ToRedshiftPipelineArgs } from "./pipeline-args";

/** What a pipeline encrypts with; all of it undefined where AWS's own keys do. */
export interface PipelineEncryption {
  /** For what is encrypted. */
  kmsKeyArn?: pulumi.Input<string>;
  /** For the documents of roles: the same key, or an alias of it that is known before the key is. */
  roleKeyArn?: pulumi.Input<string>;
  /** Physical name of the Glue security configuration, which roles and log groups must know beforehand. */
  securityConfigurationName?: string;
  /** The same, once it is there. */
  securityConfiguration?: pulumi.Output<string>;
}

/** Makes the key, if it is asked for, and where there is a key Glue's security configuration. */
export function pipelineEncryption(
  name: string,
  { kmsKeyArn, createKmsKey, monitoring }: S3ToRedshiftPipelineArgs,
  names: ReturnType<typeof physicalNames>,
  logSources: LogSourceArgs,
  tags: Record<string, pulumi.Input<string>>,
  { child, dataChild }: Record<"child" | "dataChild", pulumi.ComponentResourceOptions>,
): PipelineEncryption {
  const key = createKmsKey
    ? new PipelineKey(
        `${name}-key`,
        {
          keyName: names.key,
          logGroupNames: [
            ...new Set([...encryptedLogGroups(names.securityConfiguration), ...logGroupNames(logSources)]),
          ],
          topicNames: monitoring && monitoring.topicArn === undefined ? [names.alarmTopic] : [],
          tags,
        },
        dataChild,
      )
    : undefined;
  const keyArn = key?.keyArn ?? kmsKeyArn;
  if (keyArn === undefined) return {};
  const securityConfigurationName = names.securityConfiguration;
  const { configurationName } = new GlueSecurityConfiguration(
    `${name}-glue-encryption`,
    { configurationName: securityConfigurationName, kmsKeyArn: keyArn },
    child,
  );
  return {
    kmsKeyArn: keyArn,
    roleKeyArn: key?.aliasArn ?? kmsKeyArn,
    securityConfigurationName,
    securityConfiguration: configurationName,
  };
}
