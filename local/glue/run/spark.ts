import * as path from "node:path";
import type { GlueOptions } from "../options";

export interface SparkInput {
  options: GlueOptions;
  /** In GiB. */
  driverMemory: number;
  /** The run's own folder. */
  folder: string;
  extraJars: string[];
  /** From the run's arguments; they win. */
  settings: [string, string][];
}

const S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

/** The run's spark-defaults.conf: what makes Spark here behave as Glue's does, so that the script stays as it is on AWS. */
export function sparkDefaults({ options, driverMemory, folder, extraJars, settings }: SparkInput): string {
  const values: [string, string][] = [
    ["spark.master", "local[2]"],
    ["spark.driver.memory", `${driverMemory}g`],
    ["spark.driver.host", "127.0.0.1"],
    ["spark.driver.bindAddress", "127.0.0.1"],
    ["spark.ui.enabled", "false"],
    ["spark.sql.warehouse.dir", path.join(folder, "tmp", "spark-warehouse")],
    ["spark.sql.shuffle.partitions", "4"],
    // On the class path from the start: spark.jars would copy them and load them late.
    ["spark.driver.extraClassPath", [path.join(options.jars, "*"), ...extraJars].join(":")],
    ["spark.hadoop.fs.s3.impl", S3A],
    ["spark.hadoop.fs.AbstractFileSystem.s3.impl", "org.apache.hadoop.fs.s3a.S3A"],
    ["spark.hadoop.fs.s3a.endpoint", options.secure.endpoint],
    ["spark.hadoop.fs.s3a.endpoint.region", options.region],
    ["spark.hadoop.fs.s3a.path.style.access", "true"],
    // The run's environment has them. Hadoop's own provider of temporary ones fails when two threads ask it first.
    ["spark.hadoop.fs.s3a.aws.credentials.provider", "com.amazonaws.auth.EnvironmentVariableCredentialsProvider"],
    ["spark.hadoop.fs.s3a.buffer.dir", path.join(folder, "tmp", "s3a")],
    ["spark.hadoop.fs.s3a.directory.marker.retention", "keep"],
    // A rename on S3 is a copy: version 2 makes one a file instead of two.
    ["spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "2"],
    ...settings,
  ];
  return values.map(([name, value]) => `${name} ${value}\n`).join("");
}
