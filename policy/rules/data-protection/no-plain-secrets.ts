import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";
import { ifKnown, unverifiable } from "../unverifiable";

/**
 * Names under which people put passwords, also a second and third one. `SECRET_ID` and the like name where a secret
 * lies, and are what to use; `max_tokens` is a number of words.
 */
const SECRET =
  /(pass(word|wd|phrase)|(?<!by|com)pass|pwd|secret|(?<!(max|min|num)[_-]?)token|(api|access|private|secret)[_-]?key|credential)s?([_-]?\d+)?$/i;
/** Where a secret lies, instead of the secret. */
const PLACE = /^arn:|^\{\{resolve:|^s3:\/\//;

/** Names that may as well stand for what Secrets Manager calls a secret, by its name or ARN. */
const SECRET_OR_ITS_NAME = /secrets?([_-]?\d+)?$/i;
/** `prod/warehouse/etl`. In small letters only: base64, which has slashes too, has capitals. */
const NAME_OF_SECRET = /^[a-z][a-z0-9_-]*(\/[a-z0-9_.-]+)+$/;

/** `jdbc:redshift://host/db?user=ann&password=...` */
const URL_WITH_PASSWORD = /[?&;](password|pwd)=|:\/\/[^/@\s]+:[^/@\s]+@/i;
/** Spark's `--conf` and PostgreSQL's connection strings: `fs.s3a.secret.key=...`, `host=warehouse password=...`. */
const TEXT_WITH_PASSWORD = /(password|passwd|pwd|secret[._-]?(access[._-]?)?key)=(?!arn:|\{\{resolve:|s3:)[^\s;,&]/i;

/** Whoever gives a password by an output has it in plain text no less: at preview its name tells. */
function secretsIn({ props }: Resource, ...properties: string[]): string[] {
  const unknown: string[] = [];
  const findings = properties.flatMap((property) => {
    const values = (props[property] ?? {}) as Record<string, unknown>;
    return Object.keys(values).flatMap((name) => {
      const value = ifKnown(() => values[name]);
      const text = typeof value === "string" ? value : "";
      const mayBeName = SECRET_OR_ITS_NAME.test(name);
      if (SECRET.test(name.replace(/^--/, "")) && !(mayBeName && value === undefined)) {
        const isPlace = PLACE.test(text) || (mayBeName && NAME_OF_SECRET.test(text));
        return isPlace ? [] : [`${property} holds ${name} in plain text`];
      }
      if (value === undefined) unknown.push(`${property}.${name}`);
      if (URL_WITH_PASSWORD.test(text)) return [`${property} holds a password in the URL ${name}`];
      return TEXT_WITH_PASSWORD.test(text) ? [`${property} holds a password within ${name}`] : [];
    });
  });
  if (findings.length === 0 && unknown.length > 0)
    throw unverifiable(`${unknown.join(", ")} is unknown until the update`);
  return findings;
}

/** A finding names the place and never the value. */
export const noPlainSecrets: ResourceRule = {
  name: "no-plain-secrets",
  severity: "critical",
  title: "No password stands in a job's arguments, a connection's properties or a warehouse's own",
  rationale: "Everybody who may see the job or the connection reads it, and it lies in the state and the logs.",
  remedy:
    "Let Secrets Manager hold it (SECRET_ID in a connection, manageAdminPassword of a warehouse), or use IAM and no password at all.",
  link: "https://docs.aws.amazon.com/glue/latest/dg/connection-properties-secrets-manager.html",

  resources: {
    "aws:glue/job:Job": (it) => secretsIn(it, "defaultArguments", "nonOverridableArguments"),
    "aws:glue/connection:Connection": (it) => secretsIn(it, "connectionProperties"),
    "aws:redshift/cluster:Cluster": (it) => passwordsIn(it, "masterPassword", "masterPasswordWo"),
    "aws:redshiftserverless/namespace:Namespace": (it) => passwordsIn(it, "adminUserPassword", "adminUserPasswordWo"),
  },
};

const passwordsIn = ({ props }: Resource, ...properties: string[]): string[] =>
  properties.filter((it) => props[it] !== undefined && props[it] !== null).map((it) => `${it} is set in the program`);
