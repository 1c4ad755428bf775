import * as path from "node:path";
import { run } from "../../scripts/setup/run";
import { peerProgram, benchFolder } from "../support/folder";
import { makeJob, runJob } from "../support/job";
import { putFile } from "../support/objects";
import { slingProgram } from "../support/peers";
import { COLUMNS, sparkSchema } from "./lineitem";
import { FORMS } from "./data";
import type { Way, World } from "./way";

const quiet = () => undefined;

/** The usual Glue script, run as a Glue job. */
const sparkJdbc = (rewrite: boolean): Way => ({
  name: rewrite ? "spark-jdbc-rewrite" : "spark-jdbc",
  title: `Spark 3.5.6, JDBC append${rewrite ? ", reWriteBatchedInserts" : ""}`,
  forms: ["csv", "parquet"],
  needsTable: true,
  sameForBadRows: rewrite,
  async load({ aws, place, url, driverUri }: World, { form, prefix }, schema) {
    const scriptUri = await putFile(aws.s3, place.workBucket, "code/", path.join(__dirname, "spark_jdbc.py"));
    const { username, password, host, pathname } = new URL(url);
    const name = `bench-${schema}`;
    const args = {
      "--extra-jars": driverUri,
      "--path": `s3://${place.sourceBucket}/${prefix}`,
      "--format": form === "parquet" ? "parquet" : "csv",
      "--schema": sparkSchema,
      "--url": `jdbc:postgresql://${host}${pathname}?reWriteBatchedInserts=${rewrite}`,
      "--user": username,
      "--password": password,
      "--table": `${schema}.lineitem`,
    };
    await makeJob(aws, { name, roleArn: place.jobRoleArn, scriptUri, args });
    const { error, seconds } = await runJob(aws, name);
    if (error !== undefined) throw new Error(error);
    return { seconds };
  },
});

export const sparkJdbcRewrite = sparkJdbc(true);
export const sparkJdbcPlain = sparkJdbc(false);

export const dlt: Way = {
  name: "dlt",
  title: "dlt 1.31.0, pyarrow to Parquet to ADBC",
  forms: FORMS,
  needsTable: false,
  async load({ url }, { form, folder }, schema) {
    await run(
      peerProgram("python"),
      [path.join(__dirname, "dlt_load.py"), form, folder, url, schema, "parquet"],
      quiet,
      {
        env: {
          ...process.env,
          // Its load files are thrown away at the end: to compress them is time for nothing.
          NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION: "true",
          RUNTIME__DLTHUB_TELEMETRY: "false",
        },
      },
    );
    return {};
  },
};

/** With a list of columns: given as a map they come out in another order than the file's, and with wrong types. */
const slingColumns = JSON.stringify(
  COLUMNS.map(({ name, type }) => ({ name, type: type.replace(/^int$/, "integer").replace(/^varchar/, "string") })),
);

export const sling: Way = {
  name: "sling",
  title: "sling 1.4.11, full refresh",
  // For Parquet it downloads DuckDB's program.
  forms: ["csv", "gzip"],
  needsTable: false,
  async load({ url }, { folder }, schema) {
    const source = ["--src-stream", `file://${folder}/`, "--columns", slingColumns];
    const target = ["--tgt-conn", `${url}?sslmode=disable`, "--tgt-object", `${schema}.lineitem`];
    await run(slingProgram(), ["run", ...source, ...target, "--mode", "full-refresh"], quiet, {
      env: {
        ...process.env,
        SLING_HOME_DIR: path.join(benchFolder, "sling"),
        SLING_LOADED_AT_COLUMN: "false",
        SLING_DISABLE_TELEMETRY: "TRUE",
      },
    });
    return {};
  },
};
