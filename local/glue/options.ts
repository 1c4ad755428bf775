import type { Happened } from "../events/event";
import type { Clock } from "../time/clock";

export interface GlueOptions {
  /** The gateway's address: crawls and runs call AWS through it, as their role. */
  endpoint: string;
  /** The same over TLS, and the truststore of its certificate: for Spark, which copies no object that a KMS key encrypts without. */
  secure: { endpoint: string; truststore: string };
  region: string;
  accountId: string;
  /** Where runs keep their files, in `runs/<JobRunId>`. */
  folder: string;
  /** The interpreter of the Python environment that holds pyspark. */
  python: string;
  /** The folder of the jars with which Spark reads S3. */
  jars: string;
  /** How long a minute of a job's Timeout lasts, in milliseconds. Tests shorten it. */
  minute?: number;
}

export interface GlueServiceOptions extends GlueOptions {
  /** What triggers go by. */
  clock: Clock;
  /** Tells EventBridge what happened. */
  emit(happened: Happened): void;
  /** Whether a role's trust policy lets the service assume it. */
  trusts(roleArn: string, service: string): Promise<boolean>;
}
