import * as path from "node:path";

/** The checkout. */
export const root = path.dirname(path.dirname(__dirname));

const folder = path.join(root, ".local", "tools");

/** What the set-up leaves, all in one git-ignored folder. */
export const tools = {
  folder,
  /** Virtual environment with Spark, moto and the test tools. */
  python: path.join(folder, "python"),
  /** Jars that teach Spark to read S3. */
  jars: path.join(folder, "jars"),
};
