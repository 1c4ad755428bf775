import * as path from "node:path";
import type { Credentials } from "../clients";
import type { GlueOptions } from "../options";
import { classArchive } from "./class-archive";

/** What of this process's environment a run needs: where programs, Java and the user's caches are. */
const PASSED_ON = ["PATH", "JAVA_HOME", "HOME", "LANG", "LC_ALL"];

/** A run's environment: the role's credentials for boto3, the local AWS's address, and nothing of the user's own AWS settings. */
export function runEnvironment(
  { endpoint, secure, region, python, jars }: GlueOptions,
  credentials: Credentials,
  folder: string,
  pythonPath: string[],
): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...(Object.fromEntries(passed) as NodeJS.ProcessEnv),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    PYSPARK_PYTHON: python,
    PYSPARK_DRIVER_PYTHON: python,
    // SPARK_CONF_DIR would be on the class path, which must be the same in all runs for their archive of classes.
    PYSPARK_SUBMIT_ARGS: `--properties-file "${path.join(folder, "conf", "spark-defaults.conf")}" pyspark-shell`,
    // Not among Spark's settings, where a run may have Java options of its own.
    SPARK_SUBMIT_OPTS: `-XX:SharedArchiveFile="${classArchive(jars)}" -Djavax.net.ssl.trustStore="${secure.truststore}"`,
    PYTHONPATH: pythonPath.join(path.delimiter),
    PYTHONUNBUFFERED: "1",
    SPARK_LOCAL_DIRS: path.join(folder, "tmp"),
    SPARK_LOCAL_IP: "127.0.0.1",
    TMPDIR: path.join(folder, "tmp"),
    // Glue's machines run in UTC.
    TZ: "UTC",
  };
}
